import { StatementError } from "./errors";

const COPIED_IN = /^\s*COPY\s[^;]*\sFROM\s+STDIN\b/im;
const COMMAND = /^\\(?:[a-z]|[!.?])/im;

const HINT =
  "This is written for psql: its commands and the rows behind COPY are no SQL. Dump with `pg_dump --inserts`, and take out the lines that begin with a backslash.";

/** What to do with a text of PostgreSQL that only psql can run, such as a dump; nothing where it is none. */
export function psqlHint(text: string): string | undefined {
  return COPIED_IN.test(text) || COMMAND.test(text) ? HINT : undefined;
}

/** Whether a statement waits for rows that only psql sends. */
export function waitsForRows(statement: string): boolean {
  return /^(?:\s|--[^\n]*\n)*COPY\s[^;']*\sFROM\s+STDIN\b/i.test(statement);
}

/** {@link psqlHint} for a statement that failed: an SQLSTATE tells that it was PostgreSQL that refused it. */
export function psqlHintOf(statement: string, error: unknown): string | undefined {
  const refused = error instanceof StatementError && /^[0-9A-Z]{5}$/.test(error.databaseCode ?? "");
  return refused ? psqlHint(statement) : undefined;
}
