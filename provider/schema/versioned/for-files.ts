import type { Session } from "../drivers/session";
import { hasMode } from "../drivers/sql-mode";
import type { PlannedStatement } from "../engine/protocol";
import { DevDatabaseError } from "../errors";

/** Modes in which a statement of the engine means something else whatever its texts look like: other types, other empty texts. */
const OTHER_MEANING = ["ORACLE", "MAXDB", "EMPTY_STRING_IS_NULL"];

const MARKED = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`/g;
const ESCAPED = /\\([\s\S])|''|""/g;
const CONTROL: Readonly<Record<string, string>> = { "0": "\0", b: "\b", n: "\n", r: "\r", t: "\t", Z: "\x1a" };

/** What a text of MySQL's default mode says, written where a backslash is a sign like others. */
function withoutEscapes(literal: string): string {
  const [mark = ""] = literal;
  const value = literal.slice(1, -1).replaceAll(ESCAPED, (found, sign?: string) => {
    if (sign === undefined) return found === mark + mark ? mark : found;
    return sign === "%" || sign === "_" ? found : (CONTROL[sign] ?? sign);
  });
  return `'${value.replaceAll("'", "''")}'`;
}

/** A text in double quotes of MySQL's default mode, in single ones. */
function inSingleQuotes(literal: string): string {
  const inside = literal.slice(1, -1).replaceAll(/\\[\s\S]|""|'/g, (found) => {
    if (found === '""') return '"';
    return found === "'" ? "''" : found;
  });
  return `'${inside}'`;
}

/**
 * Statements of the engine as a file has to hold them, which runs in the `sql_mode` that people have: there double quotes can be
 * those of names, and a backslash a sign like others.
 *
 * @throws DevDatabaseError where that mode gives other statements than their texts another meaning
 */
export function forFiles(session: Session, statements: readonly PlannedStatement[]): PlannedStatement[] {
  const other = OTHER_MEANING.find((mode) => hasMode(session, mode));
  if (other !== undefined && statements.length > 0) {
    throw new DevDatabaseError(
      `${session.where} is in sql_mode ${other}, in which planned statements mean something else`,
      {
        hint: "Plan without it, with another sql_mode in that URL, and run what is planned without it as well.",
      },
    );
  }
  const plain = hasMode(session, "NO_BACKSLASH_ESCAPES");
  if (!plain && !hasMode(session, "ANSI_QUOTES")) return [...statements];
  const written = (sql: string) =>
    sql.replaceAll(MARKED, (found) => {
      if (found.startsWith("`")) return found;
      if (plain) return withoutEscapes(found);
      return found.startsWith('"') ? inSingleQuotes(found) : found;
    });
  return statements.map((one) => ({ ...one, cmd: written(one.cmd), reverse: one.reverse?.map(written) }));
}
