import { isMySqlFamily, quoteName, type Session } from "../drivers/session";

export const TABLE = "atlas_schema_revisions";

export const COLUMNS =
  "version description type applied total executed_at execution_time error error_stmt hash partial_hashes operator_version".split(
    " ",
  );
/** Those that releases added to upstream's table, whose absence says nothing of a row. */
export const LATER = new Set(["type", "error", "error_stmt", "partial_hashes"]);

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

/** How each column is defined. */
export function columnsOf(session: Session): Record<string, string> {
  const mysql = isMySqlFamily(session.dialect);
  const t = TYPES[mysql ? "mysql" : session.dialect === "sqlite" ? "sqlite" : "postgres"];
  const preset = (value: number) => (session.dialect === "sqlite" ? `(${value})` : `${value}`);
  const types: Record<string, string> = {
    version: `${t.text} NOT NULL`,
    description: `${t.text} NOT NULL`,
    type: `${t.type} NOT NULL DEFAULT ${preset(2)}`,
    applied: `${t.number} NOT NULL DEFAULT ${preset(0)}`,
    total: `${t.number} NOT NULL DEFAULT ${preset(0)}`,
    executed_at: `${t.time} ${session.dialect === "mariadb" ? "NULL" : "NOT NULL"}`,
    execution_time: `${t.number} NOT NULL`,
    error: `${t.long} NULL`,
    error_stmt: `${t.long} NULL`,
    hash: `${t.text} NOT NULL`,
    partial_hashes: `${t.json} NULL`,
    operator_version: `${t.text} NOT NULL`,
  };
  return Object.fromEntries(COLUMNS.map((name) => [name, `${quoteName(session.dialect, name)} ${types[name]}`]));
}

/** The statement that makes the table. */
export function creation(session: Session, table: string): string {
  const columns = Object.values(columnsOf(session));
  const tail = isMySqlFamily(session.dialect) ? " CHARSET utf8mb4 COLLATE utf8mb4_bin" : "";
  const key = `PRIMARY KEY (${quoteName(session.dialect, "version")})`;
  return `CREATE TABLE IF NOT EXISTS ${table} (${columns.join(", ")}, ${key})${tail}`;
}
