import { placeAt } from "../declarative/desired";
import { type Dialect, isMySqlFamily } from "../drivers/session";
import type { Control, ParsedFile, Statement } from "../engine/protocol";
import { MigrationError } from "../errors";
import type { TransactionMode } from "../execute/segments";
import { isSetting } from "./session-settings";

/** A command that begins or ends a transaction, and where it is in its file. */
interface Found {
  kind: "begin" | "commit" | "rollback" | "lock";
  control: Control;
  statement: Statement;
  /** Whether no other command of the file is before it, or after it, but for settings of MySQL. */
  first: boolean;
  last: boolean;
}

/** What a command does to the transaction it is in; to a savepoint, or of one that was prepared, it is another's. */
function kindOf(words: readonly string[], dialect: Dialect): Found["kind"] | undefined {
  const [verb = "", second = "", third] = words;
  const object = /^(?:WORK|TRANSACTION)$/.test(second) ? third : second;
  switch (verb) {
    case "BEGIN":
      return second === "NOT" || second === "ATOMIC" ? undefined : "begin";
    case "START":
      return second === "TRANSACTION" ? "begin" : undefined;
    case "COMMIT":
      return second === "PREPARED" ? undefined : "commit";
    case "END":
      return isMySqlFamily(dialect) ? undefined : "commit";
    case "PREPARE":
      return dialect === "postgres" && second === "TRANSACTION" ? "rollback" : undefined;
    case "LOCK":
      return isMySqlFamily(dialect) && /^TABLES?$/.test(second) ? "lock" : undefined;
    default:
      return second === "PREPARED" || object === "TO" ? undefined : "rollback";
  }
}

function controlsOf({ statements }: ParsedFile, dialect: Dialect): Found[] {
  const counts = ({ text }: Statement) => !(isMySqlFamily(dialect) && isSetting(text, dialect));
  const [begin, end] = [statements.findIndex(counts), statements.findLastIndex(counts)];
  return statements.flatMap((statement, index) =>
    (statement.controls ?? []).flatMap((control): Found[] => {
      const kind = kindOf(control.words, dialect);
      const first = index === begin && control.first === true;
      const last = index === end && control.last === true;
      return kind ? [{ kind, control, statement, first, last }] : [];
    }),
  );
}

/** Whether the transaction that we began ends with a command, so that what follows stands alone. */
function endsOurs({ kind, first, last }: Found, mode: TransactionMode, dialect: Dialect): boolean {
  // A second begin is but a warning to PostgreSQL, and an error to SQLite. MySQL commits what was before it.
  if (kind === "begin") return isMySqlFamily(dialect) && !(first && mode === "file");
  if (kind === "rollback") return true;
  if (kind === "lock") return false;
  // Files that are wrapped in BEGIN and COMMIT are common, and servers take them well: nothing is left to run outside.
  return !(last && mode === "file" && dialect !== "sqlite");
}

/** The command that begins a transaction which the file leaves open. With a chain, it is the one that ended the last. */
function leftOpen(found: readonly Found[]): Found | undefined {
  let open: Found | undefined;
  for (const one of found) {
    const words = one.control.words.join(" ");
    const chained = / AND CHAIN\b/.test(words);
    if (one.kind === "lock") continue;
    open = one.kind === "begin" ? (open ?? one) : chained && open ? one : undefined;
  }
  return open;
}

function refuse(file: ParsedFile, text: string, { control, statement }: Found, what: string, hint: string): never {
  const start = placeAt({ name: file.name, text }, statement.pos);
  // Lines of a statement need not end as those of its file do, so it is counted in its own.
  const inside = placeAt({ name: file.name, text: statement.text }, control.pos);
  const line = start.line + inside.line - 1;
  const column = inside.line === 1 ? start.column + inside.column - 1 : inside.column;
  throw new MigrationError("TransactionMode", `${file.name}:${line}:${column}: ${control.words[0]} ${what}`, { hint });
}

/**
 * Refuses a file that would end the transaction it runs in: what comes after would stand alone, and what a rollback took back
 * would count as applied. Also one that locks tables of MySQL, and one that runs in none, and leaves one of its own open: all in it would be lost when the run ends.
 * @throws MigrationError that names the place
 */
export function refuseOwnEnd(file: ParsedFile, text: string, mode: TransactionMode, dialect: Dialect): void {
  const found = controlsOf(file, dialect);
  const lock = found.find(({ kind }) => kind === "lock");
  if (lock) {
    const what = "TABLES leaves only those tables open, and nobody could note how far the file came";
    refuse(
      file,
      text,
      lock,
      what,
      "Take LOCK TABLES and UNLOCK TABLES out: no other run of migrations is at work meanwhile.",
    );
  }
  if (mode === "none") {
    const open = leftOpen(found);
    if (!open) return;
    refuse(file, text, open, "begins a transaction that the file does not end", "End it with COMMIT, or take it out.");
  }
  const end = found.find((one) => endsOurs(one, mode, dialect));
  if (!end) return;
  const hint =
    "Take it out, or begin the file with `-- atlas:txmode none` and an empty line to have it run in no transaction but its own.";
  refuse(file, text, end, "ends the transaction that the file runs in", hint);
}
