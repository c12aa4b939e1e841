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
