import type { SqlRows } from "../drivers/session";
import { SchemaEngineError } from "../errors";

const PRIMARY = "SELECT p.`name` FROM pragma_table_info(`table`) AS p WHERE p.`pk` = `seq` + 1";
const COLUMN = "SELECT p.`name` FROM pragma_table_info(`table`) AS p WHERE p.`name` = `to` COLLATE NOCASE";
const TABLE = "SELECT m.`name` FROM sqlite_master AS m WHERE m.`type` = 'table' AND m.`name` = `table` COLLATE NOCASE";

/**
 * The library's query for foreign keys of SQLite, made to answer with what the keys refer to: SQLite tells what was typed, which
 * can be names in other letters, or no columns at all for the primary key. The library finds neither. Other queries are left as
 * they are.
 */
export function withResolvedReferences(sql: string): string {
  if (!sql.includes("FROM pragma_foreign_key_list(")) return sql;
  return sql
    .replace(" `to`,", ` coalesce((${COLUMN}), \`to\`, (${PRIMARY})) AS \`to\`,`)
    .replace(" `table`,", ` coalesce((${TABLE}), \`table\`) AS \`table\`,`);
}

const KEYS_OF = /FROM pragma_foreign_key_list\('(.*)'\)/s;

/**
 * Refuses a foreign key of which nobody can tell what it refers to, in the answer to the library's query: SQLite makes such a key, and
 * then refuses to change rows of its table as long as it enforces keys.
 * @throws SchemaEngineError that names both tables
 */
export function refuseKeysToNothing(result: SqlRows, sql: string): SqlRows {
  const table = KEYS_OF.exec(sql)?.[1];
  if (table === undefined) return result;
  const at = (column: string) => result.columns.indexOf(column);
  const dangling = result.rows.find((row) => row[at("to")] === null);
  if (!dangling) return result;
  const parent = dangling[at("table")];
  throw new SchemaEngineError(
    `table ${table}: the foreign key on ${dangling[at("from")]} refers to ${parent} without naming columns, and ${parent} is no table with a primary key of as many`,
    { hint: `Name the columns in REFERENCES ${parent} (…), or give ${parent} that primary key.` },
  );
}
