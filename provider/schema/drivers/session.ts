/** The SQL dialects of the embedded engine. MariaDB is one of its own: types and system tables differ from MySQL's. */
export type Dialect = "postgres" | "mysql" | "mariadb" | "sqlite";

/** What can be bound to a placeholder. 64-bit integers are bigints. */
export type SqlValue = string | number | bigint | boolean | Uint8Array | null;

/** A result as the server wrote it: every value is text, or null. */
export interface SqlRows {
  columns: string[];
  rows: (string | null)[][];
}

export interface TransactionOptions {
  /** SQLite: whether foreign keys are left unenforced inside, and checked as a whole before the commit. Default true. */
  deferForeignKeys?: boolean;
}

/**
 * One connection to a database, and one session on its server: settings, locks and transactions belong to it.
 *
 * Every error it throws is a {@link StatementError}, a {@link ConnectionError} or a {@link DatabaseUrlError}, and none shows a password.
 */
export interface Session {
  readonly dialect: Dialect;
  /** Server version as the server states it: `18.4`, `10.11.19-MariaDB`. */
  readonly version: string;
  /** The schema this session is bound to; empty when it works on all schemas of the server or database. */
  readonly schema: string;
  /** Where it is connected to, without the password. */
  readonly where: string;
  /**
   * MySQL and MariaDB: the `sql_mode` that server and URL give, for statements that people wrote. Absent where the session is in it,
   * and not in one without what the engine does not speak. See `inFilesMode`.
   */
  readonly filesMode?: string;
  query(sql: string, args?: readonly SqlValue[]): Promise<SqlRows>;
  /** Runs statements that answer no rows, and tells how many rows were affected. */
  execute(sql: string, args?: readonly SqlValue[]): Promise<number>;
  /**
   * Runs work that reads system tables as a whole, with the server set to be quick at that. It must change nothing, and the server can
   * hold it to that; in a `scratch` it may try things out that it takes back.
   */
  reading<T>(work: () => Promise<T>, scratch?: boolean): Promise<T>;
  begin(options?: TransactionOptions): Promise<void>;
  commit(): Promise<void>;
  /** Gives up the transaction. Does nothing when the server already has. */
  rollback(): Promise<void>;
  /** Ends the session; its locks and open transaction end with it. Safe to call twice. */
  close(): Promise<void>;
}

/** How long statements may wait. Milliseconds; absent: the server's own setting. */
export interface SessionLimits {
  /** 0: as long as it takes on PostgreSQL, a second (the least there is) on MySQL and MariaDB, not at all on SQLite. */
  lockTimeoutMs?: number;
  /** How long a statement may take at all. 0: as long as it takes. Refused on SQLite. */
  statementTimeoutMs?: number;
  /** How long to wait for a connection. Default 10,000. */
  connectTimeoutMs?: number;
  /** SQLite: what to do when there is no file. Default `create`; `empty` works on an empty database that leaves none behind. */
  absentFile?: "create" | "empty" | "refuse";
}

/**
 * After how long without a word a connection is asked whether the server is still there, in milliseconds, as Go's drivers do: a
 * statement that runs for hours is not cut off by what forgets silent connections, and a server that vanished is missed in a minute.
 */
export const KEEP_ALIVE_MS = 15_000;

/** What decides how a text is split into statements: a database, or its dialect where the server's settings are not known. */
export type SqlRules = Dialect | Pick<Session, "dialect" | "filesMode">;

/** Rows as objects, for reading system tables. */
export async function records(
  session: Session,
  sql: string,
  args: readonly SqlValue[] = [],
): Promise<Record<string, string | null>[]> {
  const { columns, rows } = await session.query(sql, args);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
}

/** Whether the session's SQL is that of MySQL. */
export function isMySqlFamily(dialect: Dialect): dialect is "mysql" | "mariadb" {
  return dialect === "mysql" || dialect === "mariadb";
}

/** Quotes an identifier for the dialect. */
export function quoteName(dialect: Dialect, name: string): string {
  const mark = dialect === "postgres" ? '"' : "`";
  return mark + name.replaceAll(mark, mark + mark) + mark;
}

/** Quotes a text as a literal for the dialect, whatever `sql_mode` is on MySQL: it decides what a backslash means. */
export function quoteText(dialect: Dialect, text: string): string {
  const bytes = isMySqlFamily(dialect) && /[\\\0]/.test(text);
  return bytes ? `_utf8mb4 0x${Buffer.from(text).toString("hex")}` : `'${text.replaceAll("'", "''")}'`;
}
