import { isMySqlFamily, type Session } from "../drivers/session";
import type { ParsedFile, Statement } from "../engine/protocol";
import { hintOf, joinedHints, MigrationError, StatementError } from "../errors";
import { excerptOf, quotedStatement } from "../excerpt";
import type { BlockerWatch } from "../execute/blockers";
import { executeAlone } from "../execute/concurrently";
import { isLockFailure } from "../execute/run";
import { type MigrationFiles, statementHashes } from "./directory";
import { faultPlace } from "./fault-place";
import { calledVersion } from "./pending";
import { EXECUTED, type Revision, type Revisions } from "./revisions";
import { isRepeatable, setAgain } from "./session-settings";

/** How the row is marked while a statement runs that no transaction protects. */
const RUNNING = "atlas-iac: this statement was started, and its end was not recorded";

/** Whether a run of this version was killed while a statement ran, of which nobody can tell whether it took effect. */
export function isInterrupted(revision: Revision): boolean {
  return revision.error === RUNNING;
}

/** What to make of a statement whose end was not recorded: only a look at the database can tell. */
export type Interrupted = "ran" | "not-run";

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

function begin(file: ParsedFile, known: Revision | undefined, operatorVersion: string): Revision {
  const started = {
    version: file.version,
    description: file.description,
    type: EXECUTED,
    applied: 0,
    executedAt: new Date(),
    executionNs: 0n,
    error: "",
    errorStatement: "",
    partialHashes: [],
    ...known,
  };
  // A repaired file has its own length and hash, not those of the file that failed.
  return { ...started, total: file.statements.length, hash: file.hash, operatorVersion };
}

function refuseChanged(file: ParsedFile, revision: Revision, hashes: readonly string[]): void {
  for (let i = 0; i < revision.applied; i++) {
    if (revision.partialHashes[i] !== hashes[i]) {
      throw new MigrationError(
        "HistoryChanged",
        `history changed: statement ${i + 1} from file ${JSON.stringify(file.name)} changed`,
        {
          hint: `It was applied already. Restore it, and repair the file after its first ${revision.applied} statements.`,
        },
      );
    }
  }
}

function settleInterrupted(
  file: ParsedFile,
  revision: Revision,
  context: FileContext,
  hashes: readonly string[],
): void {
  if (!isInterrupted(revision)) return;
  if (context.interrupted === undefined) {
    throw new MigrationError(
      "Undecidable",
      `${file.name} was interrupted while its statement ${revision.applied + 1} ran, and nobody recorded whether it took effect: ${excerptOf(revision.errorStatement)}`,
      {
        hint: "Look at the database, then run `atlas-iac migrate apply` with --interrupted ran if that statement took effect, else with --interrupted not-run.",
      },
    );
  }
  const next = hashes[revision.applied];
  if (context.interrupted === "ran" && next) {
    revision.partialHashes.push(next);
    revision.applied += 1;
  }
  revision.error = "";
  revision.errorStatement = "";
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

/**
 * Whether a statement can end the transaction that its file runs in, and with it the protection of the row: the COMMIT of a file that
 * is wrapped in one. Elsewhere than at the end it is refused.
 */
function canCommit(file: ParsedFile, index: number): boolean {
  return index === file.statements.length - 1 && (file.statements[index]?.controls ?? []).length > 0;
}

/**
 * Runs the statements of one file that are left, and writes how far it came: after each where a failure leaves it at that, and else
 * before the first and after the last, as each writing lists all statements that ran.
 */
export async function executeFile(file: ParsedFile, inTransaction: boolean, context: FileContext): Promise<void> {
  const { session, revisions, onStatement } = context;
  const known = await revisions.find(file.version);
  // Repeatable files share one row, and begin anew each time.
  const revision = begin(file, file.version === "" ? undefined : known, context.operatorVersion);
  const hashes = statementHashes(file);
  settleInterrupted(file, revision, context, hashes);
  refuseChanged(file, revision, hashes);
  const started = process.hrtime.bigint();
  const before = revision.executionNs;
  // In a transaction that holds, a killed run leaves nothing; anywhere else the row must tell what was being done.
  const exposed = !inTransaction || isMySqlFamily(session.dialect);
  const run = (statement: Statement) => runStatement(file, statement, inTransaction, context);
  const write = async () => {
    const finished = revision.applied === revision.total;
    await revisions.write(finished ? { ...revision, partialHashes: [] } : revision);
  };
  await setAgain(session, file, revision.applied, run);
  await revisions.write(revision);
  for (const [index, statement] of file.statements.entries()) {
    if (index < revision.applied) continue;
    onStatement?.(file, index);
    const begun = performance.now();
    if (exposed && !isRepeatable(statement.text, session.dialect))
      await revisions.note(file.version, RUNNING, statement.text);
    if (!exposed && canCommit(file, index)) await write();
    await run(statement);
    revision.applied = index + 1;
    revision.partialHashes.push(hashes[index] ?? "");
    revision.error = "";
    revision.errorStatement = "";
    revision.executionNs = before + (process.hrtime.bigint() - started);
    if (exposed) await write();
    onStatement?.(file, index, performance.now() - begun);
  }
  // Nothing to run is done as well.
  if (revision.applied === revision.total) await write();
}

/** Notes a failure in the row, if the row outlived it. */
export async function recordFailure(error: MigrationStatementError, context: FileContext): Promise<void> {
  const revision = await context.revisions.find(error.file.version);
  // What a rollback took back is as if it never began: the file simply stays pending.
  if (!revision || revision.applied === revision.total) return;
  await context.revisions.write({ ...revision, error: error.cause.message, errorStatement: error.statement });
}
