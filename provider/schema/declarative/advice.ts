/** What to do where rows, or what depends on something, do not let a planned statement run. */
const FIRST = "by hand or in a migration, and plan again.";

const DUPLICATE = `Rows have the same values there: change them ${FIRST}`;
const NULL = `Rows have no value there: fill them ${FIRST} A new column can have a DEFAULT instead.`;
const UNREFERENCED = `Rows refer to some that are not there: change them ${FIRST}`;
const BROKEN_CHECK = `Rows break the check: change them ${FIRST}`;
const UNFIT = `Rows have values that do not fit the column: change them ${FIRST}`;

/** By the codes of the servers: SQLSTATE of PostgreSQL, names of MySQL and MariaDB, extended result codes of SQLite. */
const ADVICE: Readonly<Record<string, string>> = {
  "42804": `Change the type, with USING that says how values are converted, ${FIRST}`,
  "2BP01": `Drop what depends on it, and make that again after, ${FIRST}`,
  "23502": NULL,
  "23503": UNREFERENCED,
  "23505": DUPLICATE,
  "23514": BROKEN_CHECK,
  "22001": UNFIT,
  "22003": UNFIT,
  "22P02": UNFIT,
  ER_INVALID_USE_OF_NULL: NULL,
  ER_NO_REFERENCED_ROW_2: UNREFERENCED,
  ER_DUP_ENTRY: DUPLICATE,
  ER_CHECK_CONSTRAINT_VIOLATED: BROKEN_CHECK,
  WARN_DATA_TRUNCATED: UNFIT,
  ER_DATA_TOO_LONG: UNFIT,
  ER_WARN_DATA_OUT_OF_RANGE: UNFIT,
  ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: UNFIT,
  SQLITE_1299: NULL,
  SQLITE_787: UNREFERENCED,
  SQLITE_1555: DUPLICATE,
  SQLITE_2067: DUPLICATE,
  SQLITE_275: BROKEN_CHECK,
  SQLITE_3091: UNFIT,
};

/** PostgreSQL has one code for all that it does not support; this is one of them. */
const USED_COLUMN = /cannot alter type of a column used by/;

/** SQLite has one code for all that it does not take, such as a column for which the rows have no value. */
const ADDED_WITHOUT_VALUE = /Cannot add a NOT NULL column with default value NULL/;

/**
 * Advice on a statement that was planned, and that the server refused. A server's own is on statements that people write: it would
 * have them drop with CASCADE what nobody declared.
 */
export function adviceOn(code: string, message: string): string | undefined {
  if (code === "0A000" && USED_COLUMN.test(message)) return ADVICE["2BP01"];
  if (code === "SQLITE_1" && ADDED_WITHOUT_VALUE.test(message)) return NULL;
  return ADVICE[code];
}
