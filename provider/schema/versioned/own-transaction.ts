import { placeAt } from "../declarative/desired";
import { type Dialect, isMySqlFamily } from "../drivers/session";
import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import type { TransactionMode } from "../execute/segments";

/** What ends a transaction; to a savepoint, or of one that was prepared, it is another's. */
const COMMIT = /^(?:commit|end)\b(?!\s+prepared\b)/i;
const ROLLBACK = /^(?:rollback|abort)\b(?!\s+(?:prepared\b|(?:(?:work|transaction)\s+)?to\b))/i;

function endsTransaction(text: string, last: boolean, mode: TransactionMode, dialect: Dialect): boolean {
  if (ROLLBACK.test(text)) return true;
  if (!COMMIT.test(text) || (isMySqlFamily(dialect) && /^end\b/i.test(text))) return false;
  // Files that are wrapped in BEGIN and COMMIT are common, and servers take them well: nothing is left to run outside.
  return !(last && mode === "file" && dialect !== "sqlite");
}

/**
 * Refuses a file that would end the transaction it runs in: what comes after would stand alone, and what a rollback took back
 * would count as applied. @throws MigrationError that names the place
 */
export function refuseOwnEnd(file: ParsedFile, text: string, mode: TransactionMode, dialect: Dialect): void {
  if (mode === "none") return;
  const found = file.statements.find((statement, index) =>
    endsTransaction(statement.text, index === file.statements.length - 1, mode, dialect),
  );
  if (!found) return;
  const { line, column } = placeAt({ name: file.name, text }, found.pos);
  const word = found.text.split(/[\s;]/, 1)[0]?.toUpperCase() ?? "";
  throw new MigrationError(
    "TransactionMode",
    `${file.name}:${line}:${column}: ${word} ends the transaction that the file runs in`,
    {
      hint: "Take it out, or begin the file with `-- atlas:txmode none` and an empty line to have it run in no transaction but its own.",
    },
  );
}
