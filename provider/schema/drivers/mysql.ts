import { readFileSync } from "node:fs";
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type FieldPacket,
  type ResultSetHeader,
  type TypeCast,
} from "mysql2/promise";
import { ConnectionError, DatabaseUrlError, StatementError } from "../errors";
import { Redaction } from "./redact";
import type { Dialect, Session, SessionLimits, SqlRows, SqlValue } from "./session";
import { type DatabaseUrl, displayUrl } from "./url";

/** Every value as the server wrote it; binary ones byte by byte. */
const raw: TypeCast = (field) => {
  if (field.type === "BIT" || field.type === "GEOMETRY") return field.buffer()?.toString("latin1") ?? null;
  return field.string();
};

/** Parameters of the Go driver that mean something on this side. Others are session variables there, and so they are here. */
const CLIENT_PARAMETERS = new Set(
  "tls database parseTime loc timeout readTimeout writeTimeout charset collation multiStatements interpolateParams allowNativePasswords allowCleartextPasswords checkConnLiveness maxAllowedPacket columnsWithAlias clientFoundRows rejectReadOnly serverPubKey allowOldPasswords allowAllFiles connectionAttributes ssl-ca ssl-cert ssl-key".split(
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

/** TLS as the Go driver's `tls` parameter defines it; without it, none. `ssl-ca`, `ssl-cert` and `ssl-key` name files. */
export function mysqlTls(url: DatabaseUrl): ConnectionOptions["ssl"] {
  const mode = url.parameters.get("tls") ?? (url.parameters.has("ssl-ca") ? "true" : "false");
  const files = { ca: fileOf(url, "ssl-ca"), cert: fileOf(url, "ssl-cert"), key: fileOf(url, "ssl-key") };
  switch (mode) {
    case "false":
    case "0":
      return undefined;
    case "true":
    case "1":
    case "custom":
      return { ...files, rejectUnauthorized: true, verifyIdentity: true };
    case "skip-verify":
    case "preferred":
      return { ...files, rejectUnauthorized: false };
    default:
      throw new DatabaseUrlError(`unknown tls setting ${JSON.stringify(mode)}`, {
        hint: "Allowed are true, false, skip-verify and preferred.",
      });
  }
}

function mysqlError(error: unknown, redaction: Redaction): Error {
  const message = redaction.text(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && "errno" in error && "sqlState" in error && error.sqlState) {
    return new StatementError(message, "code" in error ? String(error.code) : undefined);
  }
  return new ConnectionError(`the connection to the database was lost: ${message}`);
}

class MySqlSession implements Session {
  #closed = false;
  #inTransaction = false;

  constructor(
    readonly connection: Connection,
    readonly dialect: Dialect,
    readonly redaction: Redaction,
    readonly version: string,
    readonly schema: string,
    readonly where: string,
  ) {}

  async query(sql: string, args: readonly SqlValue[] = []): Promise<SqlRows> {
    const [rows, fields] = await this.#send(sql, args);
    return {
      columns: (fields ?? []).map((field) => field.name),
      rows: Array.isArray(rows) ? (rows as (string | null)[][]) : [],
    };
  }

  async execute(sql: string, args: readonly SqlValue[] = []): Promise<number> {
    const [result] = await this.#send(sql, args);
    return Array.isArray(result) ? 0 : (result as ResultSetHeader).affectedRows;
  }

  async begin(): Promise<void> {
    await this.execute("START TRANSACTION");
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    this.#inTransaction = false;
    await this.execute("COMMIT");
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.execute("ROLLBACK");
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.connection.end();
  }

  async #send(sql: string, args: readonly SqlValue[]): Promise<[unknown, FieldPacket[] | undefined]> {
    const values = args.map((arg) => (arg instanceof Uint8Array ? Buffer.from(arg) : arg));
    try {
      return await this.connection.query({ sql, values, rowsAsArray: true, typeCast: raw });
    } catch (error) {
      throw mysqlError(error, this.redaction);
    }
  }
}

async function configure(
  connection: Connection,
  url: DatabaseUrl,
  limits: SessionLimits,
  version: string,
): Promise<void> {
  const variables = new Map<string, string>();
  for (const [name, value] of url.parameters) if (!CLIENT_PARAMETERS.has(name)) variables.set(name, value);
  if (limits.lockTimeoutMs !== undefined) {
    // Whole seconds, and never none: a lock that is free must be had.
    variables.set("lock_wait_timeout", String(Math.max(1, Math.ceil(limits.lockTimeoutMs / 1000))));
  }
  if (limits.statementTimeoutMs !== undefined) {
    if (/mariadb/i.test(version)) variables.set("max_statement_time", String(limits.statementTimeoutMs / 1000));
    else variables.set("max_execution_time", String(limits.statementTimeoutMs));
  }
  for (const [name, value] of variables) {
    if (!/^\w+$/.test(name))
      throw new DatabaseUrlError(`${JSON.stringify(name)} in the database URL is no session variable`);
    await connection.query(`SET SESSION ${name} = ${/^('.*'|[\d.]+)$/.test(value) ? value : connection.escape(value)}`);
  }
}

/** Connects to MySQL or MariaDB. */
export async function openMySql(url: DatabaseUrl, limits: SessionLimits): Promise<Session> {
  const redaction = new Redaction([url.password]);
  const where = displayUrl(url);
  let connection: Connection | undefined;
  try {
    connection = await createConnection({
      ...(url.socket ? { socketPath: url.socket } : { host: url.host ?? "localhost", port: url.port ?? 3306 }),
      user: url.user ?? url.parameters.get("user") ?? "root",
      password: url.password ?? "",
      database: url.database || undefined,
      charset: url.parameters.get("charset")?.split(",")[0] ?? "utf8mb4",
      connectTimeout: limits.connectTimeoutMs ?? 10_000,
      ssl: mysqlTls(url),
      supportBigNumbers: true,
      bigNumberStrings: true,
    });
    connection.on("error", () => undefined);
    const [rows] = await connection.query({ sql: "SELECT VERSION()", rowsAsArray: true });
    const version = String((rows as string[][])[0]?.[0]);
    await configure(connection, url, limits, version);
    const dialect = /mariadb/i.test(version) ? "mariadb" : url.dialect;
    return new MySqlSession(connection, dialect, redaction, version, url.schema, where);
  } catch (error) {
    connection?.destroy();
    if (error instanceof DatabaseUrlError) throw error;
    const message = redaction.text(
      error instanceof Error ? error.message || String("code" in error ? error.code : "") : String(error),
    );
    throw new ConnectionError(`cannot connect to ${where}: ${message}`);
  }
}
