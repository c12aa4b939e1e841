import type { SqlRows } from "../drivers/session";

/**
 * The library finds the condition of a partial index by the word WHERE, written like that, in the text of CREATE INDEX, which
 * SQLite keeps as it was typed. It is shown that text with the word in capitals.
 */
export function capitaliseWhere(result: SqlRows): SqlRows {
  const [partial, sql] = [result.columns.indexOf("partial"), result.columns.indexOf("sql")];
  if (partial < 0 || sql < 0) return result;
  const rows = result.rows.map((row) =>
    row[partial] === "1" ? row.with(sql, row[sql]?.replace(/\)(\s*)where\b/i, ")$1WHERE") ?? null) : row,
  );
  return { ...result, rows };
}

const LISTED = /FROM pragma_index_list\(('.*')\) AS il JOIN sqlite_master AS m ON il\.name = m\.name$/s;

/**
 * The library's query for the indexes of a table of SQLite, made to look at the entries of that table only: it has SQLite list the
 * table's indexes once for each entry of the database, which for all tables grows with the square of their number. The order
 * stays that of the entries. Other queries are left as they are.
 */
export function ofOneTable(sql: string): string {
  return sql.replace(LISTED, "$& AND m.tbl_name = $1 COLLATE NOCASE");
}
