import { faultIn } from "../declarative/desired";
import type { ParsedFile, Statement } from "../engine/protocol";
import { joinedHints, StatementError } from "../errors";
import { psqlHintOf } from "../psql-script";
import type { MigrationFiles } from "./directory";

/** How much of a statement is compared with the file, to be sure of its place. Characters. */
const COMPARED = 200;

/**
 * Says where in its file a statement stands, or what the database objects to in it, and whether it is one for psql. No place where what runs is not written there as
 * it runs, as in files of other tools.
 */
export function faultPlace(
  texts: MigrationFiles,
  { name }: ParsedFile,
  statement: Statement,
  cause: unknown,
): string | undefined {
  const text = texts[name];
  const there = Buffer.from(text ?? "").subarray(statement.pos, statement.pos + 4 * COMPARED);
  const hint = psqlHintOf(statement.text, cause);
  if (text === undefined || !there.toString().startsWith(statement.text.slice(0, COMPARED))) return hint;
  const { file, line, column } = faultIn({ name, text }, statement, cause instanceof StatementError ? cause : {});
  return joinedHints(`The statement failed at ${file}:${line}:${column}.`, hint);
}
