import { isIP } from "node:net";
import { checkServerIdentity, TLSSocket } from "node:tls";
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type FieldPacket,
  type ResultSetHeader,
  type RowDataPacket,
  type TypeCast,
} from "mysql2/promise";
import { DatabaseUrlError, StatementError } from "../errors";
import { excerptOf } from "../excerpt";
import { fileParameter } from "./parameter-file";
import type { Redaction } from "./redact";
import { connectionLost, type Opening, openOnServer, ServerSession, sessionSettings } from "./server-session";
import {
  type Dialect,
  KEEP_ALIVE_MS,
  quoteText,
  type Session,
  type SessionLimits,
  type SqlRows,
  type SqlValue,
} from "./session";
import { plainMode } from "./sql-mode";
import { endedAfter } from "./statement-clock";
import type { DatabaseUrl } from "./url";

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

/** TLS as the Go driver's `tls` parameter defines it; without it, none. `ssl-ca`, `ssl-cert` and `ssl-key` name files. */
export function mysqlTls(url: DatabaseUrl): ConnectionOptions["ssl"] {
  const mode = url.parameters.get("tls") ?? (url.parameters.has("ssl-ca") ? "true" : "false");
  const files = {
    ca: fileParameter(url, "ssl-ca"),
    cert: fileParameter(url, "ssl-cert"),
    key: fileParameter(url, "ssl-key"),
  };
  switch (mode) {
    case "false":
    case "0":
      return undefined;
    case "true":
    case "1":
    case "custom":
      return { ...files, rejectUnauthorized: true, verifyIdentity: isIP(url.host ?? "") === 0 };
    case "skip-verify":
    case "preferred":
      return { ...files, rejectUnauthorized: false };
    default:
      throw new DatabaseUrlError(`unknown tls setting ${JSON.stringify(mode)}`, {
        hint: "Allowed are true, false, skip-verify and preferred.",
      });
  }
}

const ER_QUERY_INTERRUPTED = 1317;

function mysqlError(error: unknown, redaction: Redaction): Error {
  if (error instanceof StatementError) return error;
  if (error instanceof Error && "errno" in error && "sqlState" in error && error.sqlState) {
    return new StatementError(
      excerptOf(redaction.text(error.message)),
      "code" in error ? String(error.code) : undefined,
    );
  }
  return connectionLost(error, redaction);
}

class MySqlSession extends ServerSession {
  constructor(
    readonly connection: Connection,
    readonly dialect: Dialect,
    opening: Opening,
    version: string,
    schema: string,
    readonly filesMode: string | undefined,
    /** MySQL: bounds a statement from outside. */
    readonly bounded: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
  ) {
    super(opening, version, schema);
  }

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

  protected end(): Promise<void> {
    return this.connection.end();
  }

  async #send(sql: string, args: readonly SqlValue[]): Promise<[unknown, FieldPacket[] | undefined]> {
    try {
      return await this.bounded(() =>
        this.connection.query<RowDataPacket[][]>({ sql: filledIn(sql, args), rowsAsArray: true, typeCast: raw }),
      );
    } catch (error) {
      throw mysqlError(error, this.redaction);
    }
  }
}

/** A placeholder, or what can hold its mark without being one: a text, a name or a comment. */
const HOLDER = /\?|'[^']*'|"[^"]*"|`[^`]*`|--\s[^\n]*|\/\*[\s\S]*?\*\//g;

/** A statement with its values in it. The client's own way to write them is wrong in some modes of the server. */
function filledIn(sql: string, args: readonly SqlValue[]): string {
  if (args.length === 0) return sql;
  let next = 0;
  return sql.replaceAll(HOLDER, (found) =>
    found === "?" && next < args.length ? literalOf(args[next++] ?? null) : found,
  );
}

function literalOf(value: SqlValue): string {
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
  if (typeof value === "string") return quoteText("mysql", value);
  return value === null ? "NULL" : String(value);
}

async function configure(
  connection: Connection,
  url: DatabaseUrl,
  limits: SessionLimits,
  version: string,
): Promise<void> {
  const variables = sessionSettings(url, CLIENT_PARAMETERS);
  if (limits.lockTimeoutMs !== undefined) {
    // Whole seconds, and never none: a lock that is free must be had.
    const seconds = String(Math.max(1, Math.ceil(limits.lockTimeoutMs / 1000)));
    variables.set("lock_wait_timeout", seconds);
    // The locks of rows wait as those of tables do, unless the URL has a word of its own for them.
    if (!variables.has("innodb_lock_wait_timeout")) variables.set("innodb_lock_wait_timeout", seconds);
  }
  if (limits.statementTimeoutMs !== undefined && /mariadb/i.test(version)) {
    variables.set("max_statement_time", String(limits.statementTimeoutMs / 1000));
  }
  for (const [name, value] of variables) {
    if (!/^\w+$/.test(name))
      throw new DatabaseUrlError(`${JSON.stringify(name)} in the database URL is no session variable`);
    await connection.query(
      `SET SESSION ${name} = ${/^('.*'|[\d.]+)$/.test(value) ? value : quoteText("mysql", value)}`,
    );
  }
}

/** Puts the session into a mode that the engine speaks. Answers the one it was in, where that is another. */
async function leaveFilesMode(connection: Connection, mode: string): Promise<string | undefined> {
  const plain = plainMode(mode);
  if (plain === mode) return undefined;
  await connection.query(`SET SESSION sql_mode = '${plain}'`);
  return mode;
}

async function firstRow(connection: Connection, sql: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
  return (rows[0] ?? []).map(String);
}

async function connect(url: DatabaseUrl, limits: SessionLimits): Promise<Connection> {
  const ssl = mysqlTls(url);
  const connection = await connectWith(url, limits, ssl).catch((error: unknown) => {
    if (url.parameters.get("tls") === "preferred" && isWithoutTls(error)) return connectWith(url, limits, undefined);
    throw error;
  });
  mustBeFor(url, ssl, connection);
  return connection;
}

function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT";
}

/** The client checks names of hosts, and takes an address for `localhost`: addresses are checked here. */
function mustBeFor({ host = "" }: DatabaseUrl, ssl: ConnectionOptions["ssl"], connection: Connection): void {
  if (typeof ssl !== "object" || !ssl.rejectUnauthorized || isIP(host) === 0) return;
  const socket: unknown = Reflect.get(Object(Reflect.get(connection, "connection")), "stream");
  const fault = socket instanceof TLSSocket ? checkServerIdentity(host, socket.getPeerCertificate()) : undefined;
  if (fault === undefined) return;
  connection.destroy();
  throw fault;
}

function connectWith(url: DatabaseUrl, limits: SessionLimits, ssl: ConnectionOptions["ssl"]): Promise<Connection> {
  return createConnection({
    ...(url.socket ? { socketPath: url.socket } : { host: url.host ?? "localhost", port: url.port ?? 3306 }),
    user: url.user ?? url.parameters.get("user") ?? "root",
    password: url.password ?? "",
    database: url.database || undefined,
    charset: url.parameters.get("charset")?.split(",")[0] ?? "utf8mb4",
    connectTimeout: limits.connectTimeoutMs ?? 10_000,
    ssl,
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
}

/** MySQL itself bounds nothing but SELECT: other statements are ended from another connection. */
function boundOf(url: DatabaseUrl, limits: SessionLimits, id: number) {
  const ms = limits.statementTimeoutMs;
  if (!ms) return undefined;
  const end = async () => {
    const other = await connect(url, limits);
    await other.query(`KILL QUERY ${id}`).finally(() => other.end());
  };
  const refused = (said: unknown) =>
    said instanceof Error && "errno" in said && said.errno === ER_QUERY_INTERRUPTED
      ? new StatementError(`the statement was ended: it took longer than ${ms} ms`, "ER_QUERY_INTERRUPTED")
      : said;
  return <T>(work: () => Promise<T>) => endedAfter(ms, end, work, refused);
}

/** Connects to MySQL or MariaDB. */
export async function openMySql(url: DatabaseUrl, limits: SessionLimits): Promise<Session> {
  return openOnServer(url, async (opening) => {
    const connection = await connect(url, limits);
    try {
      connection.on("error", () => undefined);
      const about = "SELECT VERSION(), CONNECTION_ID(), @@SESSION.sql_mode";
      const [version = "", id, ofServer = ""] = await firstRow(connection, about);
      await configure(connection, url, limits, version);
      // Names of variables are the same in capitals.
      const isGiven = [...url.parameters.keys()].some((name) => name.toLowerCase() === "sql_mode");
      const [mode = ""] = isGiven ? await firstRow(connection, "SELECT @@sql_mode") : [ofServer];
      const filesMode = await leaveFilesMode(connection, mode);
      const dialect = /mariadb/i.test(version) ? "mariadb" : url.dialect;
      const bounded = dialect === "mariadb" ? undefined : boundOf(url, limits, Number(id));
      return new MySqlSession(connection, dialect, opening, version, url.schema, filesMode, bounded);
    } catch (error) {
      connection.destroy();
      throw error;
    }
  });
}
