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
