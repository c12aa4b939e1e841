import { isMySqlFamily, type Session } from "../drivers/session";
import type { ParsedFile, Statement } from "../engine/protocol";
import { hintOf, joinedHints, MigrationError, StatementError } from "../errors";
import { quotedStatement } from "../excerpt";
import type { BlockerWatch } from "../execute/blockers";
import { executeAlone } from "../execute/concurrently";
import { isLockFailure } from "../execute/run";
import type { MigrationFiles } from "./directory";
import { faultPlace } from "./fault-place";
import { FileRow } from "./file-row";
import { ownRole } from "./own-role";
import { calledVersion } from "./pending";
import { type Interrupted, resumed } from "./resumed";
import type { Revisions } from "./revisions";
import { setAgain } from "./session-settings";

export interface FileContext {
  session: Session;
  revisions: Revisions;
  operatorVersion: string;
  watch: BlockerWatch;
  /** What the files of the directory hold, by name. */
  texts: MigrationFiles;
  interrupted?: Interrupted;
  onStatement?: (file: ParsedFile, index: number, tookMs?: number) => void;
}

/** A statement of a migration failed. */
export class MigrationStatementError extends MigrationError {
  constructor(
    readonly file: ParsedFile,
    readonly statement: string,
    override readonly cause: Error,
    blockers: readonly string[],
    /** A sentence that says where in its file it stands. */
    place?: string,
  ) {
    const who = blockers.length > 0 ? `; in the way: ${blockers.join("; ")}` : "";
    super(
      "StatementFailed",
      `executing statement ${quotedStatement(statement, cause)} from version ${JSON.stringify(calledVersion(file))}: ${cause.message}${who}`,
      { cause, hint: joinedHints(place, needsNoTransaction(cause) ? NO_TRANSACTION_HINT : undefined, hintOf(cause)) },
    );
  }
}

const NO_TRANSACTION_HINT =
  "Put the statement in a file of its own that begins with `-- atlas:txmode none` and an empty line.";

/** Whether PostgreSQL refused a statement for being in a transaction (active_sql_transaction), as CREATE INDEX CONCURRENTLY is. */
function needsNoTransaction(cause: Error): boolean {
  return cause instanceof StatementError && cause.databaseCode === "25001";
}

/** @throws MigrationStatementError that names the statement, its place, and who was in its way */
async function runStatement(
  file: ParsedFile,
  statement: Statement,
  inTransaction: boolean,
  { session, watch, texts }: FileContext,
): Promise<void> {
  try {
    await watch.during(() => (inTransaction ? session.execute(statement.text) : executeAlone(session, statement.text)));
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const blockers = isLockFailure(cause) ? watch.seen : [];
    const place = faultPlace(texts, file, statement, cause);
    throw new MigrationStatementError(file, statement.text, cause, blockers, place);
  }
}

/** Runs the statements of one file that are left, and writes how far it came. */
export async function executeFile(file: ParsedFile, inTransaction: boolean, context: FileContext): Promise<void> {
  const { session, revisions, onStatement } = context;
  const known = await revisions.find(file.version);
  const revision = resumed(file, known, context);
  // In a transaction that holds, a killed run leaves nothing; anywhere else the row must tell what was being done.
  const exposed = !inTransaction || isMySqlFamily(session.dialect);
  const row = new FileRow(file, revision, revisions, await ownRole(session, revisions), exposed);
  const run = (statement: Statement) => runStatement(file, statement, inTransaction, context);
  // What is set again can be a role; and what cannot be set again is refused before anything is written.
  if (!exposed) await row.write();
  await setAgain(session, file, revision.applied, run);
  if (exposed) await row.write();
  for (const [index, statement] of file.statements.entries()) {
    if (index < revision.applied) continue;
    onStatement?.(file, index);
    const begun = performance.now();
    await row.before(index, statement);
    await run(statement);
    await row.after(index);
    onStatement?.(file, index, performance.now() - begun);
  }
  // Nothing to run is done as well.
  if (revision.applied === revision.total) await row.close();
}

/** Notes a failure in the row, if the row outlived it. */
export async function recordFailure(error: MigrationStatementError, context: FileContext): Promise<void> {
  const revision = await context.revisions.find(error.file.version);
  // What a rollback took back is as if it never began: the file simply stays pending.
  if (!revision || revision.applied === revision.total) return;
  await context.revisions.write({ ...revision, error: error.cause.message, errorStatement: error.statement });
}
