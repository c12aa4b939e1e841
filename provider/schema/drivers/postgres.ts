import type { ConnectionOptions } from "node:tls";
import { Client, type CustomTypesConfig, DatabaseError } from "pg";
import { DatabaseUrlError, StatementError } from "../errors";
import { excerptOf } from "../excerpt";
import { fileParameter } from "./parameter-file";
import type { Redaction } from "./redact";
import { connectionLost, type Opening, openOnServer, ServerSession, sessionSettings } from "./server-session";
import { KEEP_ALIVE_MS, type Session, type SessionLimits, type SqlRows, type SqlValue } from "./session";
import type { DatabaseUrl } from "./url";

/** Every value as the server wrote it. */
const RAW: CustomTypesConfig = { getTypeParser: () => (text: string) => text };

/** Parameters that this side acts on; what remains goes to the server as settings of the session, as with lib/pq. */
const CLIENT_PARAMETERS = new Set(
  "sslmode sslrootcert sslcert sslkey sslpassword sslsni connect_timeout application_name fallback_application_name search_path options host port user password dbname".split(
    " ",
  ),
);

/** TLS as libpq's `sslmode` defines it. The default is `require`, as with Atlas. */
export function postgresTls(url: DatabaseUrl): ConnectionOptions | false {
  const mode = url.parameters.get("sslmode") ?? "require";
  if (mode === "disable" || url.socket) return false;
  if (!["allow", "prefer", "require", "verify-ca", "verify-full"].includes(mode)) {
    throw new DatabaseUrlError(`unknown sslmode ${JSON.stringify(mode)}`, {
      hint: "Allowed are disable, allow, prefer, require, verify-ca and verify-full.",
    });
  }
  const ca = fileParameter(url, "sslrootcert");
  const options: ConnectionOptions = { ca, cert: fileParameter(url, "sslcert"), key: fileParameter(url, "sslkey") };
  if (url.host && !/^[\d.]+$|:/.test(url.host)) options.servername = url.host;
  // A root certificate makes `require` verify it, as libpq does for compatibility.
  options.rejectUnauthorized = mode.startsWith("verify") || (mode === "require" && ca !== undefined);
  if (mode !== "verify-full") options.checkServerIdentity = () => undefined;
  return options;
}

function settings(url: DatabaseUrl, limits: SessionLimits): string {
  const values = sessionSettings(url, CLIENT_PARAMETERS);
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
    return new StatementError(excerptOf(redaction.text(`${error.message}${detail}`)), error.code, {
      position: error.position ? Number(error.position) : undefined,
      hint: error.hint ? redaction.text(error.hint) : undefined,
    });
  }
  return connectionLost(error, redaction);
}

/** The first version that has the setting `jit`. */
const FIRST_THAT_COMPILES = 11;

class PostgresSession extends ServerSession {
  readonly dialect = "postgres";

  constructor(
    readonly client: Client,
    opening: Opening,
    version: string,
    schema: string,
  ) {
    super(opening, version, schema);
  }

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

  /**
   * The planner knows little of system tables, of new ones nothing: it joins them row by row, and the time that takes grows
   * with the square of the number of tables. What is forbidden is only made dear, and dear queries are compiled, which takes
   * longer than any of these runs. The settings are the transaction's alone, so they reach nothing else, whoever pools the
   * connection.
   */
  override async reading<T>(work: () => Promise<T>, scratch = false): Promise<T> {
    if (this.inTransaction) return work();
    const compiles = Number.parseInt(this.version, 10) >= FIRST_THAT_COMPILES;
    const mode = scratch ? "READ WRITE" : "READ ONLY";
    await this.execute(`BEGIN ${mode}; SET LOCAL enable_nestloop = off${compiles ? "; SET LOCAL jit = off" : ""}`);
    try {
      return await work();
    } finally {
      // A connection that is gone cannot be rolled back, and need not be: the work's own error tells of it.
      await this.execute("ROLLBACK").catch(() => undefined);
    }
  }

  override async commit(): Promise<void> {
    this.inTransaction = false;
    const { command } = await this.#send("COMMIT", []);
    // The server answers the commit of a failed transaction with a rollback, and calls it a success.
    if (command === "ROLLBACK") throw new StatementError("the transaction had failed and was rolled back", "25P02");
  }

  protected end(): Promise<void> {
    return this.client.end();
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

function clientOf(url: DatabaseUrl, limits: SessionLimits, ssl: ConnectionOptions | false): Client {
  const seconds = Number(url.parameters.get("connect_timeout") ?? 0);
  const client = new Client({
    host: url.host ?? "localhost",
    port: url.port ?? 5432,
    user: url.user ?? process.env.PGUSER ?? process.env.USER,
    password: url.password ?? process.env.PGPASSWORD ?? "",
    database: url.database || url.user,
    ssl,
    options: settings(url, limits) || undefined,
    application_name: url.parameters.get("application_name") ?? "atlas-iac",
    connectionTimeoutMillis: limits.connectTimeoutMs ?? (seconds > 0 ? seconds * 1000 : 10_000),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  // Without a listener, a connection that the server cuts while idle would end the process; the next statement reports it.
  client.on("error", () => undefined);
  return client;
}

/** What is tried in turn: `prefer` takes TLS where it can be had, `allow` where it is asked for, as libpq has them. */
function tlsAttempts(url: DatabaseUrl): [ConnectionOptions | false, ...(ConnectionOptions | false)[]] {
  const tls = postgresTls(url);
  const mode = url.parameters.get("sslmode");
  if (tls === false) return [false];
  return mode === "prefer" ? [tls, false] : mode === "allow" ? [false, tls] : [tls];
}

/** Whether the server has no TLS, or lets nobody in the other way: code 28000 is for that and for much else. */
function isAboutTls(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === "28000";
  return error instanceof Error && /does not support SSL/.test(error.message);
}

/** Connects to PostgreSQL. */
export async function openPostgres(url: DatabaseUrl, limits: SessionLimits): Promise<Session> {
  const open = async (opening: Opening, ssl: ConnectionOptions | false) => {
    const client = clientOf(url, limits, ssl);
    try {
      await client.connect();
      const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
      return new PostgresSession(client, opening, rows[0]?.server_version ?? "", url.schema);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };
  const openAsAsked = async (opening: Opening) => {
    const [first, ...others] = tlsAttempts(url);
    return open(opening, first).catch((error: unknown) => {
      const [second] = others;
      if (second !== undefined && isAboutTls(error)) return open(opening, second);
      throw error;
    });
  };
  return openOnServer(url, openAsAsked, (error, message) => {
    if (/does not support SSL/.test(message))
      return "Add sslmode=disable to the URL if the server is meant to be reached without encryption.";
    return error instanceof DatabaseError && error.code === "28P01"
      ? "Check user and password; special characters in a URL must be percent-encoded."
      : undefined;
  });
}
