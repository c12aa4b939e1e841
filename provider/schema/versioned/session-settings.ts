import { type Dialect, isMySqlFamily, type Session } from "../drivers/session";
import type { ParsedFile, Statement } from "../engine/protocol";
import { MigrationError } from "../errors";
import { excerptOf } from "../excerpt";
import { fromFirstWord, SESSION_PRAGMAS } from "../execute/session-start";
import { lostVariable, takesOtherValues } from "./user-variables";

/** What a setting of MySQL must not be: one of the whole server, of an account, of one statement, or of the next transaction alone. */
const SETTINGS = {
  postgres:
    /^(?:SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)|RESET\s|SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*\([^()]*,\s*false\s*\)$)/i,
  mysql:
    /^(?:USE\s|SET\s+(?!STATEMENT\b|PASSWORD\b|DEFAULT\s+ROLE\b|TRANSACTION\b)(?!.*\b(?:GLOBAL|PERSIST|PERSIST_ONLY)\b))/is,
  sqlite: new RegExp(String.raw`^PRAGMA\s+(?:${SESSION_PRAGMAS.join("|")})\s*[=(]`, "i"),
};

/** A statement from its first word, without the end. */
const commandOf = (text: string) => fromFirstWord(text).replace(/(?:\s|;|\*\/)+$/, "");

/** Whether a statement sets something of its session, changes nothing else, and can be run again to the same effect. */
export function isSetting(text: string, dialect: Dialect): boolean {
  const command = commandOf(text);
  // With a delimiter of its own, a statement can hold more than one command.
  if (command.includes(";")) return false;
  if (!isMySqlFamily(dialect)) return SETTINGS[dialect].test(command);
  return SETTINGS.mysql.test(command) && !takesOtherValues(command);
}

/** Whether running a statement again does no harm, so that nobody needs to know whether a run that was killed saw its end. */
export function isRepeatable(text: string, dialect: Dialect): boolean {
  return (
    isSetting(text, dialect) || /^(?:BEGIN(?:\s+WORK|\s+TRANSACTION)?|START\s+TRANSACTION)$/i.test(commandOf(text))
  );
}

/**
 * Sets again what the first statements of a file had set when they ran in another session.
 * @throws MigrationError (Undecidable) where the rest needs a variable whose value cannot be had again
 */
export async function setAgain(
  session: Session,
  file: ParsedFile,
  applied: number,
  run: (statement: Statement) => Promise<void>,
): Promise<void> {
  const { dialect } = session;
  if (applied > 0 && isMySqlFamily(dialect)) refuseLost(file, applied, dialect);
  for (const statement of file.statements.slice(0, applied)) {
    if (isSetting(statement.text, dialect)) await run(statement);
  }
}

function refuseLost(file: ParsedFile, applied: number, dialect: Dialect): void {
  const commands = file.statements.map(({ text }) => commandOf(text));
  const again = file.statements.slice(0, applied).map(({ text }) => isSetting(text, dialect));
  const lost = lostVariable(commands, again);
  if (!lost) return;
  throw new MigrationError(
    "Undecidable",
    `${file.name} stopped after its statement ${applied}, and what is left of it needs @${lost.name}, whose value was lost with the session: ${excerptOf(lost.command)}`,
    {
      hint: `Put a statement that sets @${lost.name} to what it was before the first one that did not run, and run again.`,
    },
  );
}
