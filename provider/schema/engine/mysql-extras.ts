import type { SqlRows } from "../drivers/session";

/** What columns and tables of MySQL and MariaDB can be that the library does not know, in the words of information_schema. */
const UNKNOWN: Readonly<Record<string, RegExp>> = {
  EXTRA: /(?:^|,? )(?:INVISIBLE|WITHOUT SYSTEM VERSIONING)\b/g,
  CREATE_OPTIONS: /(?:^| )partitioned\b/g,
};

/**
 * The library gives up at the first word about a column that it does not know, and takes every word about a table for an
 * option of CREATE TABLE: it is shown those that it knows.
 */
export function withoutUnknownExtras(result: SqlRows): SqlRows {
  const at = result.columns.findIndex((name) => name.toUpperCase() in UNKNOWN);
  const unknown = UNKNOWN[result.columns[at]?.toUpperCase() ?? ""];
  if (!unknown) return result;
  return { ...result, rows: result.rows.map((row) => row.with(at, row[at]?.replace(unknown, "") ?? null)) };
}
