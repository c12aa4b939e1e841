import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Client, type CustomTypesConfig, DatabaseError } from "pg";
import { ConnectionError, DatabaseUrlError, StatementError } from "../errors";
import { Redaction } from "./redact";
import type { Session, SessionLimits, SqlRows, SqlValue } from "./session";
import { type DatabaseUrl, displayUrl } from "./url";

/** Every value as the server wrote it. */
const RAW: CustomTypesConfig = { getTypeParser: () => (text: string) => text };

/** Parameters that this side acts on; what remains goes to the server as settings of the session, as with lib/pq. */
const CLIENT_PARAMETERS = new Set(
  "sslmode sslrootcert sslcert sslkey sslpassword sslsni connect_timeout application_name fallback_application_name search_path options host port user password dbname".split(
    " ",
  ),
);

function fileOf(url: DatabaseUrl, name: string): Buffer | undefined {
  const file = url.parameters.get(name);
  if (!file) return undefined;
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new DatabaseUrlError(`${name} of the database URL cannot be read: ${file}`, { cause });
  }
}

/** TLS as libpq's `sslmode` defines it. The default is `require`, as with Atlas. */
export function postgresTls(url: DatabaseUrl): ConnectionOptions | false {
  const mode = url.parameters.get("sslmode") ?? "require";
  if (mode === "disable" || url.socket) return false;
  if (!["allow", "prefer", "require", "verify-ca", "verify-full"].includes(mode)) {
    throw new DatabaseUrlError(`unknown sslmode ${JSON.stringify(mode)}`, {
      hint: "Allowed are disable, allow, prefer, require, verify-ca and verify-full.",
    });
  }
  const ca = fileOf(url, "sslrootcert");
  const options: ConnectionOptions = { ca, cert: fileOf(url, "sslcert"), key: fileOf(url, "sslkey") };
  if (url.host && !/^[\d.]+$|:/.test(url.host)) options.servername = url.host;
  // A root certificate makes `require` verify it, as libpq does for compatibility.
  options.rejectUnauthorized = mode.startsWith("verify") || (mode === "require" && ca !== undefined);
  if (mode !== "verify-full") options.checkServerIdentity = () => undefined;
  return options;
}

function settings(url: DatabaseUrl, limits: SessionLimits): string {
  const values = new Map<string, string>();
  for (const [name, value] of url.parameters) if (!CLIENT_PARAMETERS.has(name)) values.set(name, value);
  if (url.schema) values.set("search_path", `"${url.schema.replaceAll('"', '""')}"`);
  if (limits.lockTimeoutMs !== undefined) values.set("lock_timeout", `${limits.lockTimeoutMs}`);
  if (limits.statementTimeoutMs !== undefined) values.set("statement_timeout", `${limits.statementTimeoutMs}`);
  const escaped = [...values].map(([name, value]) => `-c ${name}=${value.replaceAll(/([\\ ])/g, "\\$1")}`);
  return [url.parameters.get("options") ?? "", ...escaped].filter(Boolean).join(" ");
}

/** A statement error with the server's code, detail and position. */
export function postgresError(error: unknown, redaction: Redaction): Error {
  if (error instanceof DatabaseError) {
    const detail = error.detail ? ` (${error.detail})` : "";
    return new StatementError(redaction.text(`${error.message}${detail}`), error.code, {
      position: error.position ? Number(error.position) : undefined,
      hint: error.hint ? redaction.text(error.hint) : undefined,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ConnectionError(`the connection to the database was lost: ${redaction.text(message)}`);
}

class PostgresSession implements Session {
  readonly dialect = "postgres";
  #closed = false;
  #inTransaction = false;

  constructor(
    readonly client: Client,
    readonly redaction: Redaction,
    readonly version: string,
    readonly schema: string,
    readonly where: string,
  ) {}

  async query(text: string, args: readonly SqlValue[] = []): Promise<SqlRows> {
    const result = await this.#send(text, args);
    // Several statements in one text answer with several results: the last one counts, as in psql.
    const last = Array.isArray(result) ? result.at(-1) : result;
    return { columns: last.fields.map((field: { name: string }) => field.name), rows: last.rows };
  }

  async execute(text: string, args: readonly SqlValue[] = []): Promise<number> {
    const result = await this.#send(text, args);
    return (Array.isArray(result) ? result.at(-1) : result).rowCount ?? 0;
  }

  async begin(): Promise<void> {
    await this.execute("BEGIN");
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    this.#inTransaction = false;
    const { command } = await this.#send("COMMIT", []);
    // The server answers the commit of a failed transaction with a rollback, and calls it a success.
    if (command === "ROLLBACK") throw new StatementError("the transaction had failed and was rolled back", "25P02");
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.execute("ROLLBACK");
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.client.end();
  }

  async #send(text: string, args: readonly SqlValue[]) {
    try {
      return await this.client.query({
        text,
        values: args.length > 0 ? [...args] : undefined,
        rowMode: "array",
        types: RAW,
      });
    } catch (error) {
      throw postgresError(error, this.redaction);
    }
  }
}

/** Connects to PostgreSQL. */
export async function openPostgres(url: DatabaseUrl, limits: SessionLimits): Promise<Session> {
  const redaction = new Redaction([url.password]);
  const where = displayUrl(url);
  const seconds = Number(url.parameters.get("connect_timeout") ?? 0);
  const client = new Client({
    host: url.parameters.get("host") ?? url.host ?? "localhost",
    port: url.port ?? 5432,
    user: url.user ?? process.env.PGUSER ?? process.env.USER,
    password: url.password ?? process.env.PGPASSWORD ?? "",
    database: url.database || url.user,
    ssl: postgresTls(url),
    options: settings(url, limits) || undefined,
    application_name: url.parameters.get("application_name") ?? "atlas-iac",
    connectionTimeoutMillis: limits.connectTimeoutMs ?? (seconds > 0 ? seconds * 1000 : 10_000),
    keepAlive: true,
  });
  // Without a listener, a connection that the server cuts while idle would end the process; the next statement reports it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return new PostgresSession(client, redaction, rows[0]?.server_version ?? "", url.schema, where);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw connectionError(error, where, redaction);
  }
}

function connectionError(error: unknown, where: string, redaction: Redaction): ConnectionError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = redaction.text(error instanceof Error ? error.message || code : String(error));
  const hint = /does not support SSL/.test(message)
    ? "Add sslmode=disable to the URL if the server is meant to be reached without encryption."
    : code === "28P01"
      ? "Check user and password; special characters in a URL must be percent-encoded."
      : undefined;
  return new ConnectionError(`cannot connect to ${where}: ${message}`, { hint });
}
