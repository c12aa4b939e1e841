import { type Dialect, isMySqlFamily, type Session } from "../drivers/session";
import type { ParsedFile, Statement } from "../engine/protocol";
import { MigrationError } from "../errors";
import { excerptOf } from "../excerpt";
import { fromFirstWord, SESSION_PRAGMAS, userVariablesIn } from "../execute/session-start";

/** What a setting of MySQL must not be: one of the whole server, of an account, of one statement, or of the next transaction alone. */
const SETTINGS = {
  postgres:
    /^(?:SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)|RESET\s|SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*\([^()]*,\s*false\s*\)$)/i,
  mysql:
    /^(?:USE\s|SET\s+(?!STATEMENT\b|PASSWORD\b|DEFAULT\s+ROLE\b|TRANSACTION\b)(?!.*\b(?:GLOBAL|PERSIST|PERSIST_ONLY)\b))/is,
  sqlite: new RegExp(String.raw`^PRAGMA\s+(?:${SESSION_PRAGMAS.join("|")})\s*[=(]`, "i"),
};

/** What gives a variable of MySQL a value that is not to be had again. */
const OF_THE_DATA =
  /\b(?:FROM|LAST_INSERT_ID|ROW_COUNT|FOUND_ROWS|UUID|UUID_SHORT|RAND|NOW|SYSDATE|CURRENT_TIMESTAMP)\b/i;

/** A statement from its first word, without the end. */
const commandOf = (text: string) => fromFirstWord(text).replace(/(?:\s|;|\*\/)+$/, "");

/** Whether a statement sets something of its session, changes nothing else, and can be run again to the same effect. */
export function isSetting(text: string, dialect: Dialect): boolean {
  const command = commandOf(text);
  // With a delimiter of its own, a statement can hold more than one command.
  if (command.includes(";")) return false;
  if (!isMySqlFamily(dialect)) return SETTINGS[dialect].test(command);
  return SETTINGS.mysql.test(command) && !OF_THE_DATA.test(command);
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
  if (isMySqlFamily(dialect)) refuseLost(file, applied, dialect);
  for (const statement of file.statements.slice(0, applied)) {
    if (isSetting(statement.text, dialect)) await run(statement);
  }
}

function refuseLost(file: ParsedFile, applied: number, dialect: Dialect): void {
  const texts = file.statements.map(({ text }) => text);
  const rest = texts.slice(applied).join("\n");
  const needed = new Set(userVariablesIn(rest));
  const givers = texts.slice(0, applied).filter((text) => !isSetting(text, dialect));
  for (const text of givers) {
    const lost = userVariablesIn(text).find((name) => needed.has(name) && gives(text, name) && !givesFirst(rest, name));
    if (lost === undefined) continue;
    throw new MigrationError(
      "Undecidable",
      `${file.name} stopped after its statement ${applied}, and what is left of it needs @${lost}, whose value was lost with the session: ${excerptOf(text)}`,
      {
        hint: `Put a statement that sets @${lost} to what it was before the first one that did not run, and run again.`,
      },
    );
  }
}

const mention = (name: string) => `@[\`'"]?${name.replace(/[$.]/g, "\\$&")}(?![\\w$.])[\`'"]?`;
const giving = (name: string) => String.raw`(?:${mention(name)}\s*:?=|\bINTO\s+(?:@\S+\s*,\s*)*${mention(name)})`;
const gives = (text: string, name: string) => new RegExp(giving(name), "i").test(text);

/** Whether the first that is said of a variable is what it is set to. */
function givesFirst(rest: string, name: string): boolean {
  const [given, first] = [giving(name), mention(name)].map((pattern) => new RegExp(pattern, "i").exec(rest));
  return !!given && !!first && first.index >= given.index && first.index < given.index + given[0].length;
}
