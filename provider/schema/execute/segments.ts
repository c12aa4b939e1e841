import type { Dialect } from "../drivers/session";

/** How statements are put into transactions: one for all, one for each file, or none. */
export type TransactionMode = "all" | "file" | "none";

/** Statements that stand or fall together, or one that stands alone. */
export interface Segment {
  transaction: boolean;
  statements: readonly string[];
}

/** Statements that PostgreSQL refuses in a transaction, or whose effect cannot be used in the same one. */
const OUTSIDE = [
  /^\s*(?:CREATE|DROP)\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\b/i,
  /^\s*ALTER\s+TYPE\s+.*\bADD\s+VALUE\b/is,
];

/** SQLite changes a table by making another, filling it, and giving it the name of the first, which is dropped. */
const REBUILD = /^\s*CREATE TABLE `new_/;

/** PostgreSQL's sequences are set where others were that are gone by then. */
const RENUMBERING = /^\s*SELECT setval\(/;

/**
 * Puts a declarative plan into transactions. SQLite's rebuilds of tables are in one in every mode: between their statements the rows
 * are in a table that nobody knows, and that the next plan would drop. So are plans that give columns of PostgreSQL other sequences: where the numbers
 * were is in no schema. What cannot be in one stands alone between them: planning again after a failure
 * finds what is left to do, so nothing is lost by that.
 */
export function segmentsOf(dialect: Dialect, statements: readonly string[], mode: TransactionMode): Segment[] {
  const parts = dialect === "sqlite" ? REBUILD : dialect === "postgres" ? RENUMBERING : undefined;
  const whole = parts !== undefined && statements.some((statement) => parts.test(statement));
  if (mode === "none" && !whole)
    return statements.map((statement) => ({ transaction: false, statements: [statement] }));
  const segments: { transaction: boolean; statements: string[] }[] = [];
  for (const statement of statements) {
    const alone = dialect === "postgres" && OUTSIDE.some((pattern) => pattern.test(statement));
    const last = segments.at(-1);
    if (!alone && last?.transaction) last.statements.push(statement);
    else segments.push({ transaction: !alone, statements: [statement] });
  }
  return segments;
}
