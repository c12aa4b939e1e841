import type { SqlRows } from "../drivers/session";

/** What columns of MySQL and MariaDB can be that the library does not know, in the words of information_schema. */
const UNKNOWN = /(?:^|,? )(?:INVISIBLE|WITHOUT SYSTEM VERSIONING)\b/g;

/** The library gives up at the first word about a column that it does not know: it is shown those that it knows. */
export function withoutUnknownExtras(result: SqlRows): SqlRows {
  const extra = result.columns.findIndex((name) => name.toUpperCase() === "EXTRA");
  if (extra < 0) return result;
  return { ...result, rows: result.rows.map((row) => row.with(extra, row[extra]?.replace(UNKNOWN, "") ?? null)) };
}
