import { isMySqlFamily, quoteName, quoteText, records, type Session } from "../drivers/session";
import { MigrationError } from "../errors";

export const TABLE = "atlas_schema_revisions";

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

const COLUMNS =
  "version description type applied total executed_at execution_time error error_stmt hash partial_hashes operator_version".split(
    " ",
  );
/** Those that keep what they had at first. */
const FIRST = new Set(["version", "description", "executed_at"]);

const TYPES: Record<"postgres" | "sqlite" | "mysql", Record<string, string>> = {
  postgres: {
    text: "character varying",
    long: "text",
    type: "bigint",
    number: "bigint",
    time: "timestamptz",
    json: "jsonb",
  },
  sqlite: { text: "text", long: "text", type: "integer", number: "integer", time: "datetime", json: "json" },
  mysql: {
    text: "varchar(255)",
    long: "longtext",
    type: "bigint unsigned",
    number: "bigint",
    time: "timestamp",
    json: "json",
  },
};

function creation(session: Session, table: string): string {
  const mysql = isMySqlFamily(session.dialect);
  const t = TYPES[mysql ? "mysql" : session.dialect === "sqlite" ? "sqlite" : "postgres"];
  const q = (name: string) => quoteName(session.dialect, name);
  const preset = (value: number) => (session.dialect === "sqlite" ? `(${value})` : `${value}`);
  const time = session.dialect === "mariadb" ? "NULL" : "NOT NULL";
  const columns = [
    `${q("version")} ${t.text} NOT NULL`,
    `${q("description")} ${t.text} NOT NULL`,
    `${q("type")} ${t.type} NOT NULL DEFAULT ${preset(2)}`,
    `${q("applied")} ${t.number} NOT NULL DEFAULT ${preset(0)}`,
    `${q("total")} ${t.number} NOT NULL DEFAULT ${preset(0)}`,
    `${q("executed_at")} ${t.time} ${time}`,
    `${q("execution_time")} ${t.number} NOT NULL`,
    `${q("error")} ${t.long} NULL`,
    `${q("error_stmt")} ${t.long} NULL`,
    `${q("hash")} ${t.text} NOT NULL`,
    `${q("partial_hashes")} ${t.json} NULL`,
    `${q("operator_version")} ${t.text} NOT NULL`,
    `PRIMARY KEY (${q("version")})`,
  ];
  const tail = mysql ? " CHARSET utf8mb4 COLLATE utf8mb4_bin" : "";
  return `CREATE TABLE IF NOT EXISTS ${table} (${columns.join(", ")})${tail}`;
}

function timeText(session: Session, time: Date): string {
  const iso = time.toISOString();
  if (session.dialect === "postgres") return iso;
  const plain = iso.replace("T", " ").replace("Z", "");
  return session.dialect === "sqlite" ? `${plain}+00:00` : plain.replace(/\.\d+$/, "");
}

function parseTime(text: string | null | undefined): Date {
  if (!text) return new Date(0);
  const iso = text
    .trim()
    .replace(" ", "T")
    .replace(/(\.\d{3})\d+/, "$1")
    .replace(/([+-]\d\d)$/, "$1:00");
  const time = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(time.getTime()) ? new Date(0) : time;
}

/** The revisions table of one database. */
export class Revisions {
  readonly #table: string;

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

  async create(): Promise<void> {
    if (await this.exists()) return;
    if (this.session.dialect !== "sqlite") {
      const name = quoteName(this.session.dialect, this.schema);
      if (this.schema !== this.session.schema) await this.session.execute(`CREATE SCHEMA IF NOT EXISTS ${name}`);
    }
    await this.session.execute(creation(this.session, this.#table));
  }

  /** All revisions in the order of their versions. The row in which upstream keeps an identifier is none. */
  async read(): Promise<Revision[]> {
    const rows = await records(
      this.session,
      `SELECT ${COLUMNS.join(", ")} FROM ${this.#table} WHERE version <> '.atlas_cloud_identifier' ORDER BY version`,
    );
    return rows.map((row) => ({
      version: row.version ?? "",
      description: row.description ?? "",
      type: Number(row.type),
      applied: Number(row.applied),
      total: Number(row.total),
      executedAt: parseTime(row.executed_at),
      executionNs: BigInt(row.execution_time ?? 0),
      error: row.error ?? "",
      errorStatement: row.error_stmt ?? "",
      hash: row.hash ?? "",
      partialHashes: (JSON.parse(row.partial_hashes || "null") as string[] | null) ?? [],
      operatorVersion: row.operator_version ?? "",
    }));
  }

  async find(version: string): Promise<Revision | undefined> {
    return (await this.read()).find((revision) => revision.version === version);
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
