import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { ConnectionError, DatabaseUrlError, StatementError } from "../errors";
import { excerptOf } from "../excerpt";
import type { Session, SessionLimits, SqlRows, SqlValue, TransactionOptions } from "./session";
import { type DatabaseUrl, displayUrl } from "./url";

const on = (value: string | null) => value !== null && /^(1|on|yes|true)$/i.test(value);

function bind(value: SqlValue): SQLInputValue {
  return typeof value === "boolean" ? Number(value) : value;
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  return String(value);
}

const REBUILD_ADVICE =
  "a table that a view or a trigger of another table uses can be rebuilt only without it: drop it before, and make it again afterwards";

function sqliteError(error: unknown): StatementError {
  const said = error instanceof Error ? error.message : String(error);
  // In the message, since whoever runs statements has a hint of its own.
  const advice = /^error in (?:view|trigger) /.test(said) ? `; ${REBUILD_ADVICE}` : "";
  const message = excerptOf(said) + advice;
  return new StatementError(message, codeOf(error), { hint: hintOf(error) });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "errcode" in error ? `SQLITE_${error.errcode}` : undefined;
}

const HINTS: Readonly<Record<string, string>> = {
  SQLITE_14:
    "Look for a typing error in the path: its directory must be there, and this user may have to be allowed to write.",
  SQLITE_26:
    "SQLite did not write the file that the URL names, or it is encrypted. Look for a typing error in the path.",
};

const hintOf = (error: unknown): string | undefined => HINTS[codeOf(error) ?? ""];

class SqliteSession implements Session {
  readonly dialect = "sqlite";
  readonly schema = "main";
  readonly version: string;
  /** Foreign key violations there were before a transaction that leaves keys unenforced; undefined outside of one. */
  #violations: Set<string> | undefined;

  constructor(
    readonly database: DatabaseSync,
    readonly where: string,
  ) {
    this.version = String(this.#rows("SELECT sqlite_version()")[0]?.[0]);
  }

  async query(sql: string, args: readonly SqlValue[] = []): Promise<SqlRows> {
    return this.#guard(() => {
      const statement = this.database.prepare(sql);
      statement.setReadBigInts(true);
      const columns = statement.columns().map((column) => column.name);
      if (columns.length === 0) {
        statement.run(...args.map(bind));
        return { columns, rows: [] };
      }
      statement.setReturnArrays(true);
      const rows = statement.all(...args.map(bind)) as unknown[];
      return { columns, rows: rows.map((row) => (row as unknown[]).map(asText)) };
    });
  }

  async execute(sql: string, args: readonly SqlValue[] = []): Promise<number> {
    return this.#guard(() => {
      if (args.length > 0) return Number(this.database.prepare(sql).run(...args.map(bind)).changes);
      this.database.exec(sql);
      return Number(this.#rows("SELECT changes()")[0]?.[0] ?? 0);
    });
  }

  reading<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async begin(options: TransactionOptions = {}): Promise<void> {
    this.#guard(() => {
      // The pragma has no effect inside a transaction, so a table that others refer to can only be rebuilt like this.
      const enforced = String(this.#rows("PRAGMA foreign_keys")[0]?.[0]) === "1";
      if (enforced && options.deferForeignKeys !== false) {
        this.database.exec("PRAGMA foreign_keys = off");
        this.#violations = this.#foreignKeyViolations();
      }
      // Takes the write lock at once: two writers that both began by reading could only fail.
      this.database.exec("BEGIN IMMEDIATE");
    });
  }

  async commit(): Promise<void> {
    this.#guard(() => {
      const before = this.#violations;
      if (before) {
        const added = [...this.#foreignKeyViolations()].filter((violation) => !before.has(violation));
        if (added.length > 0)
          throw new StatementError(`foreign keys would be violated: ${added.join("; ")}`, "SQLITE_787");
      }
      this.database.exec("COMMIT");
      this.#enforceAgain();
    });
  }

  async rollback(): Promise<void> {
    this.#guard(() => {
      if (this.database.isTransaction) this.database.exec("ROLLBACK");
      this.#enforceAgain();
    });
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  #enforceAgain(): void {
    if (!this.#violations) return;
    this.#violations = undefined;
    this.database.exec("PRAGMA foreign_keys = on");
  }

  #foreignKeyViolations(): Set<string> {
    const rows = this.#rows("PRAGMA foreign_key_check");
    return new Set(rows.map(([table, row, parent]) => `row ${row} of ${table} refers to a missing row of ${parent}`));
  }

  #rows(sql: string): unknown[][] {
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    return (statement.all() as unknown[]).map((row) => row as unknown[]);
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof StatementError ? error : sqliteError(error);
    }
  }
}

/** Parameters of the Go driver. Those that are not acted on say how it runs, not where. */
const PARAMETERS = new Set(
  "cache immutable mode vfs _auto_vacuum _busy_timeout _cache_size _case_sensitive_like _cslike _defer_fk _defer_foreign_keys _fk _foreign_keys _ignore_check_constraints _journal _journal_mode _loc _locking _locking_mode _mutex _query_only _recursive_triggers _rt _secure_delete _sync _synchronous _timeout _txlock _vacuum _writable_schema".split(
    " ",
  ),
);

function refuseUnknown(parameters: URLSearchParams): void {
  const unknown = [...parameters.keys()].filter((name) => !PARAMETERS.has(name));
  if (unknown.length === 0) return;
  throw new DatabaseUrlError(`the SQLite URL has unknown parameters: ${unknown.join(", ")}`, {
    hint: "Most used are mode=memory, mode=ro, mode=rw, _fk=1 and _busy_timeout in milliseconds.",
  });
}

/** What to open: the file, or memory. @throws ConnectionError where there must be a file, and is none */
function placeOf({ memory, database, parameters }: DatabaseUrl, where: string, limits: SessionLimits): string {
  if (memory) return ":memory:";
  const file = database.replace(/^file:/, "");
  if (file === "") {
    throw new ConnectionError("the SQLite URL names no file", { hint: "Write sqlite://path/to/file.db." });
  }
  if (existsSync(file)) return file;
  if (limits.absentFile === "refuse" || /^r[ow]$/.test(parameters.get("mode") ?? "")) {
    throw new ConnectionError(`cannot open ${where}: there is no such file`, {
      hint: "Look for a typing error in the path. The file is made when a schema or a migration is applied.",
      absent: true,
    });
  }
  return limits.absentFile === "empty" ? ":memory:" : file;
}

/** Opens an SQLite database. Its parameters are those of the Go driver; acted on are `mode`, `_fk`, `_busy_timeout`, `_journal_mode`. */
export async function openSqlite(url: DatabaseUrl, limits: SessionLimits): Promise<Session> {
  const { parameters } = url;
  const where = displayUrl(url);
  refuseUnknown(parameters);
  if (limits.statementTimeoutMs !== undefined) {
    throw new ConnectionError(`cannot open ${where} with statementTimeoutMs: nothing ends a statement of SQLite`, {
      hint: "Leave statementTimeoutMs out for SQLite; lockTimeoutMs holds there too.",
    });
  }
  const place = placeOf(url, where, limits);
  try {
    const database = new DatabaseSync(place, {
      readOnly: parameters.get("mode") === "ro",
      enableForeignKeyConstraints: on(parameters.get("_fk") ?? parameters.get("_foreign_keys")),
      timeout: limits.lockTimeoutMs ?? Number(parameters.get("_busy_timeout") ?? parameters.get("_timeout") ?? 5000),
    });
    const journal = parameters.get("_journal_mode") ?? parameters.get("_journal");
    if (journal && /^\w+$/.test(journal)) database.exec(`PRAGMA journal_mode = ${journal}`);
    return new SqliteSession(database, where);
  } catch (error) {
    throw new ConnectionError(`cannot open ${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      hint: hintOf(error),
    });
  }
}
