import { isMySqlFamily, quoteName, quoteText, records, type Session } from "../drivers/session";
import { MigrationError } from "../errors";
import { selected, timeOf, timeText } from "./revision-time";
import { createSchema } from "./revisions-schema";
import { COLUMNS, columnsOf, creation, LATER, TABLE } from "./revisions-table";

export { TABLE };

/** How we sign what we run. Upstream signs `Atlas CLI`. */
export const OPERATOR = "atlas-iac";

/** Kinds of revision, as bits. */
export const BASELINE = 1;
export const EXECUTED = 2;
export const RESOLVED = 4;

/** One row of the revisions table: one applied, or partly applied, migration. Upstream reads and writes the same rows. */
export interface Revision {
  version: string;
  description: string;
  type: number;
  /** Statements that ran, of how many. */
  applied: number;
  total: number;
  executedAt: Date;
  executionNs: bigint;
  error: string;
  errorStatement: string;
  hash: string;
  /** Hashes of the statements that ran, while the file is not finished. */
  partialHashes: string[];
  operatorVersion: string;
}

/** Whether a file of this revision is unfinished. */
export function isPartial(revision: Revision): boolean {
  return revision.applied !== revision.total;
}

/** How people read the type of a revision. */
export function typeText(type: number): string {
  const names = [
    [BASELINE, "baseline"],
    [EXECUTED, "applied"],
    [RESOLVED, "manually set"],
  ] as const;
  return (
    names
      .filter(([bit]) => type & bit)
      .map(([, name]) => name)
      .join(" + ") || "unknown (0)"
  );
}

/** Those that keep what they had at first. */
const FIRST = new Set(["version", "description", "executed_at"]);

function hashesOf(version: string, text: string | null | undefined): string[] {
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(text || "null");
    if (value === null) return [];
    if (Array.isArray(value)) return value.map(String);
  } catch (error) {
    cause = error;
  }
  throw new MigrationError(
    "HistoryUnreadable",
    `partial_hashes of version ${version} in ${TABLE} is no list: ${text}`,
    {
      cause,
      hint: "Restore the row; where the file is finished, make applied and total the same, and partial_hashes null.",
    },
  );
}

function revisionOf(session: Session, row: Record<string, string | null>): Revision {
  return {
    version: row.version ?? "",
    description: row.description ?? "",
    type: Number(row.type ?? EXECUTED),
    applied: Number(row.applied),
    total: Number(row.total),
    executedAt: timeOf(session, row),
    executionNs: BigInt(row.execution_time ?? 0),
    error: row.error ?? "",
    errorStatement: row.error_stmt ?? "",
    hash: row.hash ?? "",
    partialHashes: hashesOf(row.version ?? "", row.partial_hashes),
    operatorVersion: row.operator_version ?? "",
  };
}

/** The revisions table of one database. */
export class Revisions {
  readonly #table: string;
  /** Known once the table was looked at. */
  #missing: readonly string[] | undefined;

  constructor(
    readonly session: Session,
    /** Schema of the table. */
    readonly schema: string,
  ) {
    const q = (name: string) => quoteName(session.dialect, name);
    this.#table = session.dialect === "sqlite" ? q(TABLE) : `${q(schema)}.${q(TABLE)}`;
  }

  /**
   * Finds where the table is or would be: in the given schema, in that of the connection, else in one of its own.
   * @throws MigrationError when the connection's schema has none, but the schema of its own has: it would be a second history
   */
  static async locate(session: Session, given?: string): Promise<Revisions> {
    const revisions = new Revisions(session, given || session.schema || TABLE);
    if (!given && session.schema && session.dialect !== "sqlite" && !(await revisions.exists())) {
      const other = new Revisions(session, TABLE);
      if (await other.exists()) {
        throw new MigrationError(
          "AmbiguousRevisions",
          `the history of applied migrations is in schema ${TABLE}, but the URL is bound to schema ${session.schema}, which has none`,
          { hint: `Leave the schema out of the URL, or set revisionsSchema to the schema to use.` },
        );
      }
    }
    return revisions;
  }

  /** Schemas that have such a table, when this one is not there: histories of URLs that are bound to them. */
  async elsewhere(): Promise<string[]> {
    const { dialect } = this.session;
    if (dialect === "sqlite") return [];
    const sql =
      dialect === "postgres"
        ? "SELECT schemaname FROM pg_tables WHERE tablename = $1 ORDER BY 1"
        : "SELECT TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_NAME = ? ORDER BY 1";
    const { rows } = await this.session.query(sql, [TABLE]);
    return rows.map(([schema]) => schema ?? "").filter((schema) => schema !== this.schema);
  }

  async exists(): Promise<boolean> {
    const [sql, args] =
      this.session.dialect === "sqlite"
        ? ["SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [TABLE]]
        : this.session.dialect === "postgres"
          ? ["SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = $2", [this.schema, TABLE]]
          : ["SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?", [this.schema, TABLE]];
    return (await this.session.query(sql as string, args as string[])).rows.length > 0;
  }

  /** Makes the table, or adds what one of an old release does not have. */
  async create(): Promise<void> {
    if (await this.exists()) return this.#addColumns();
    if (this.session.dialect !== "sqlite" && this.schema !== this.session.schema) {
      await createSchema(this.session, this.schema);
    }
    await this.session.execute(creation(this.session, this.#table));
  }

  async #addColumns(): Promise<void> {
    for (const name of await this.#missingColumns()) {
      await this.session.execute(`ALTER TABLE ${this.#table} ADD COLUMN ${columnsOf(this.session)[name]}`);
    }
    this.#missing = [];
  }

  /** All revisions in the order of their versions. The row in which upstream keeps an identifier is none. */
  read(): Promise<Revision[]> {
    return this.#select("version <> '.atlas_cloud_identifier' ORDER BY version");
  }

  async find(version: string): Promise<Revision | undefined> {
    const holder = this.session.dialect === "postgres" ? "$1" : "?";
    return (await this.#select(`version = ${holder}`, [version]))[0];
  }

  async #select(condition: string, args: readonly string[] = []): Promise<Revision[]> {
    const missing = await this.#missingColumns();
    const columns = COLUMNS.map((name) => (missing.includes(name) ? `NULL AS ${name}` : selected(this.session, name)));
    const rows = await records(
      this.session,
      `SELECT ${columns.join(", ")} FROM ${this.#table} WHERE ${condition}`,
      args,
    );
    return rows.map((row) => revisionOf(this.session, row));
  }

  /**
   * Columns that a table of an old release does not have yet. They are read as nothing, and added before something is written.
   * @throws MigrationError where one is missing that tells how far a version came
   */
  async #missingColumns(): Promise<readonly string[]> {
    if (this.#missing) return this.#missing;
    const { columns } = await this.session.query(`SELECT * FROM ${this.#table} LIMIT 0`);
    const missing = COLUMNS.filter((name) => !columns.includes(name));
    const needed = missing.filter((name) => !LATER.has(name));
    if (needed.length > 0) {
      throw new MigrationError(
        "HistoryUnreadable",
        `${this.#table} has no column ${needed.join(", ")}: it is not a history of applied migrations that can be read`,
        {
          hint: "Let a release of the Atlas command line that wrote it bring it up to date, or name the schema of another history.",
        },
      );
    }
    this.#missing = missing;
    return missing;
  }

  async write(revision: Revision): Promise<void> {
    const { dialect } = this.session;
    const q = (name: string) => quoteName(dialect, name);
    const holders = COLUMNS.map((_, i) => (dialect === "postgres" ? `$${i + 1}` : "?")).join(", ");
    const fresh = (name: string) => (isMySqlFamily(dialect) ? `VALUES(${q(name)})` : `excluded.${q(name)}`);
    const updates = COLUMNS.filter((name) => !FIRST.has(name)).map((name) => `${q(name)} = ${fresh(name)}`);
    const onConflict = isMySqlFamily(dialect)
      ? "ON DUPLICATE KEY UPDATE"
      : `ON CONFLICT (${q("version")}) DO UPDATE SET`;
    const text = `INSERT INTO ${this.#table} (${COLUMNS.map(q).join(", ")}) VALUES (${holders}) ${onConflict} ${updates.join(", ")}`;
    await this.session.execute(text, [
      revision.version,
      revision.description,
      revision.type,
      revision.applied,
      revision.total,
      timeText(this.session, revision.executedAt),
      revision.executionNs,
      revision.error,
      revision.errorStatement,
      revision.hash,
      JSON.stringify(revision.partialHashes.length > 0 ? revision.partialHashes : null),
      revision.operatorVersion,
    ]);
  }

  /** Writes what is told of one statement into a row that is there: alone, as the hashes of a long file are many. */
  async note(version: string, error: string, errorStatement: string): Promise<void> {
    const { dialect } = this.session;
    const q = (name: string, at: number) => `${quoteName(dialect, name)} = ${dialect === "postgres" ? `$${at}` : "?"}`;
    const text = `UPDATE ${this.#table} SET ${q("error", 1)}, ${q("error_stmt", 2)} WHERE ${q("version", 3)}`;
    await this.session.execute(text, [error, errorStatement, version]);
  }

  /** The statement that removes rows, for who runs it among others. */
  removal(versions: readonly string[]): string {
    const { dialect } = this.session;
    const texts = versions.map((version) => quoteText(dialect, version)).join(", ");
    return `DELETE FROM ${this.#table} WHERE ${quoteName(dialect, "version")} IN (${texts})`;
  }

  async remove(version: string): Promise<void> {
    const holder = this.session.dialect === "postgres" ? "$1" : "?";
    await this.session.execute(`DELETE FROM ${this.#table} WHERE version = ${holder}`, [version]);
  }
}
