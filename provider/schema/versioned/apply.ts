import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isMySqlFamily, type Session, type SessionLimits } from "../drivers/session";
import { inFilesMode } from "../drivers/sql-mode";
import { engine } from "../engine/engine";
import type { DirectoryFormat, ParsedFile } from "../engine/protocol";
import { hintOf, joinedHints, MigrationError, RefusedError } from "../errors";
import { type LockWait, MIGRATE_LOCK, withLock } from "../execute/lock";
import { isLockFailure } from "../execute/run";
import type { TransactionMode } from "../execute/segments";
import { sessionStart } from "../execute/session-start";
import { withWatchedSession } from "../execute/watched-session";
import { type MigrationDirectory, type MigrationFiles, openDirectory } from "./directory";
import { executeFile, type FileContext, MigrationStatementError, recordFailure } from "./execute-file";
import { inspectHistory, refuseEdited, refuseEmptied } from "./history";
import { type ExecOrder, isVersioned, type Pending, pendingFiles, versionOrder, versionsHint } from "./pending";
import type { Interrupted } from "./resumed";
import { BASELINE, OPERATOR, type Revision, Revisions, TABLE } from "./revisions";
import { checkModes, modeOf } from "./transaction-mode";

export interface MigrationRequest {
  url: string;
  /** The files of the directory, atlas.sum among them. */
  files: MigrationFiles;
  format?: DirectoryFormat;
  revisionsSchema?: string;
  execOrder?: ExecOrder;
  /** Version that a database without a history is at. */
  baseline?: string;
  /** Whether to begin on a database that holds something. */
  allowDirty?: boolean;
  /** Whether applied files may differ from what was applied. Default: refused. */
  allowEdited?: boolean;
  limits?: SessionLimits;
}

export interface ApplyMigrationsRequest extends MigrationRequest, LockWait {
  txMode?: TransactionMode;
  /** At most so many files. */
  amount?: number;
  /** No file after this version. */
  toVersion?: string;
  /** What became of the statement that an earlier run did not see the end of. */
  interrupted?: Interrupted;
  /** Fingerprint of the plan that was shown. */
  expect?: string;
  /** Noted in the history as who did it. Default `atlas-iac`; what does not start like that is taken for someone else's. */
  operatorVersion?: string;
  /** Ends the run when aborted: the statement that runs is stopped at the server (SQLite: finished), and none begins after it. */
  signal?: AbortSignal;
  onStatement?: FileContext["onStatement"];
}

/** What a run would do. */
export interface MigrationPlan extends Pending {
  directory: MigrationDirectory;
  revisions: Revision[];
  /** Applied versions whose files are gone. */
  missing: string[];
  /** Names this very plan: apply refuses to run when it would be another. */
  fingerprint: string;
}

export interface MigrationReport {
  plan: MigrationPlan;
  /** Files that are done, in the order in which they ran. */
  applied: ParsedFile[];
  /** Version before and after; empty when there was none. */
  current: string;
  target: string;
}

const ATTEMPTS = 3;

function upTo(files: readonly ParsedFile[], request: ApplyMigrationsRequest): ParsedFile[] {
  if (request.amount !== undefined && !(Number.isInteger(request.amount) && request.amount >= 1)) {
    throw new MigrationError("VersionNotFound", `the number of files to run must be at least 1, not ${request.amount}`);
  }
  const limited = files.slice(0, request.amount);
  if (!request.toVersion) return limited;
  const at = limited.findLastIndex((file) => file.version === request.toVersion);
  if (at < 0) {
    throw new MigrationError("VersionNotFound", `version ${request.toVersion} is not among the pending migrations`, {
      hint: versionsHint("Pending", limited),
    });
  }
  return limited.slice(0, at + 1);
}

/** What a database without a history holds, and where else it has one: in the place for URLs that are bound to a schema. */
async function dirtOf(session: Session, store: Revisions): Promise<string | undefined> {
  const dirt = await engine.checkClean(session, { schema: store.schema, name: TABLE });
  const others = dirt && session.schema === "" ? await store.elsewhere() : [];
  if (others.length === 0) return dirt;
  const [names, one] = [others.join(", "), others.length === 1 ? "has one" : "have one each"];
  return `${dirt}; ${names} ${one} (${TABLE}), to be continued by a URL bound to that schema, or with it as schema of the revisions`;
}

/** What there is to do, decided on an open session. Writes nothing, not even the table. */
export async function planMigrations(session: Session, request: ApplyMigrationsRequest): Promise<MigrationPlan> {
  const directory = await openDirectory(request.files, session, request.format);
  const store = await Revisions.locate(session, request.revisionsSchema);
  const compare = versionOrder(request.format);
  const revisions = (await store.exists()) ? (await store.read()).sort((a, b) => compare(a.version, b.version)) : [];
  const dirt = revisions.some(isVersioned) ? undefined : await dirtOf(session, store);
  // What is there may be the work of another run, which began after its history was looked for.
  if (dirt && (await store.exists()) && (await store.read()).some(isVersioned)) return planMigrations(session, request);
  const history = inspectHistory(directory, revisions);
  if (!request.allowEdited) refuseEdited(history);
  const { execOrder, baseline, allowDirty } = request;
  // A checkpoint behind the version that is asked for is not where to begin.
  const anew = !revisions.some(isVersioned) && !baseline && request.toVersion !== undefined;
  const last = directory.files.findLastIndex((file) => file.version === request.toVersion);
  const known = anew && last >= 0 ? directory.files.slice(0, last + 1) : directory.files;
  const pending = pendingFiles({ files: known, revisions, execOrder, baseline, allowDirty, dirt, compare });
  const files = upTo(pending.files, request);
  checkModes(files, directory.texts, request.txMode ?? "file", session.dialect);
  const shown = JSON.stringify([
    directory.sum,
    files.map((file) => file.name),
    revisions.map((row) => [row.version, row.applied]),
  ]);
  const fingerprint = createHash("sha256").update(shown).digest("base64url");
  return { ...pending, files, directory, revisions, missing: history.missing, fingerprint };
}

async function noteBaseline(context: FileContext, file: ParsedFile): Promise<void> {
  const { version, description } = file;
  const zero = {
    type: BASELINE,
    applied: 0,
    total: 0,
    executionNs: 0n,
    error: "",
    errorStatement: "",
    hash: "",
    partialHashes: [],
  };
  await context.revisions.write({
    ...zero,
    version,
    description,
    executedAt: new Date(),
    operatorVersion: context.operatorVersion,
  });
}

/** Runs one file, in a transaction of its own or in none. Tries again when it had to wait for others in vain. */
async function runFile(file: ParsedFile, transaction: boolean, context: FileContext): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (transaction) await context.session.begin();
      await executeFile(file, transaction, context);
      if (transaction) await context.session.commit();
      await commitAlways(context.session);
      return;
    } catch (error) {
      await undo(error, transaction, context);
      const cause = error instanceof MigrationStatementError ? error.cause : error;
      if (attempt === ATTEMPTS || !isLockFailure(cause)) throw error;
      await sleep(200 * 2 ** attempt);
    }
  }
}

/** Takes back what can be taken back, and notes what cannot. A connection that is gone can do neither. */
async function undo(error: unknown, transaction: boolean, context: FileContext): Promise<void> {
  try {
    if (transaction) await context.session.rollback();
    else await endOwnTransaction(context.session);
    await commitAlways(context.session);
    if (error instanceof MigrationStatementError) await recordFailure(error, context);
  } catch (second) {
    // The first error is the one to report: this one only says that the row could not be brought up to date.
    if (error instanceof Error && error.cause === undefined) error.cause = second;
  }
}

/** A file that runs in no transaction of ours can have begun one: what it holds would be lost with what is noted in it. */
async function endOwnTransaction(session: Session): Promise<void> {
  if (session.dialect === "sqlite") await session.rollback();
  else await session.execute("ROLLBACK");
}

/** A file can have set autocommit off: all after it that nobody commits would be lost, with what is noted of it. Commits what is open. */
async function commitAlways(session: Session): Promise<void> {
  if (isMySqlFamily(session.dialect)) await session.execute("SET autocommit = 1");
}

/** What a file sets in the session is its own: when a run is killed between two files, the next one finishes it without that. */
async function runAll(
  files: readonly ParsedFile[],
  mode: TransactionMode,
  context: FileContext,
  done: ParsedFile[],
): Promise<void> {
  const start = await sessionStart(context.session, { inTransaction: mode === "all" });
  if (mode !== "all") {
    for (const [i, file] of files.entries()) {
      if (i > 0) await start.restore(files[i - 1]?.statements ?? []);
      await runFile(file, modeOf(file, mode) === "file", context);
      done.push(file);
    }
    return;
  }
  await context.session.begin();
  try {
    for (const [i, file] of files.entries()) {
      if (i > 0) await start.restore(files[i - 1]?.statements ?? []);
      await executeFile(file, true, context);
    }
    await context.session.commit();
    done.push(...files);
  } catch (error) {
    await undo(error, true, context);
    if (isMySqlFamily(context.session.dialect)) done.push(...(await finishedOf(files, context)));
    throw error;
  }
}

/** Files that are done though all were to be taken back: MySQL commits with each statement that changes the schema. */
async function finishedOf(files: readonly ParsedFile[], { revisions }: FileContext): Promise<ParsedFile[]> {
  // A connection that is gone cannot tell, and the error of the run is the one to report.
  const rows = await revisions.read().catch(() => []);
  // What an earlier run noted of repeatable files is in the row of theirs, too.
  const finished = rows.filter((row) => isVersioned(row) && row.applied === row.total && row.error === "");
  return files.filter(({ version }) => finished.some((row) => row.version === version));
}

/** A run that failed, with what it got done before. */
export class MigrationRunError extends MigrationError {
  constructor(
    readonly applied: readonly ParsedFile[],
    override readonly cause: Error,
    /** What became of files that had run before. */
    outcome?: string,
  ) {
    const reason = cause instanceof MigrationError ? cause.reason : "StatementFailed";
    super(reason, cause.message, { cause, hint: joinedHints(outcome, hintOf(cause)) });
  }
}

async function runPlan(plan: MigrationPlan, context: FileContext, mode: TransactionMode): Promise<MigrationReport> {
  const current = plan.revisions.at(-1)?.version ?? "";
  const applied: ParsedFile[] = [];
  try {
    if (plan.baseline) await noteBaseline(context, plan.baseline);
    await inFilesMode(context.session, () => runAll(plan.files, mode, context, applied));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const undone = mode === "all" && !isMySqlFamily(context.session.dialect);
    throw new MigrationRunError(
      applied,
      error,
      undone ? "All was rolled back: no file of this run was applied." : undefined,
    );
  }
  return { plan, applied, current, target: applied.at(-1)?.version ?? plan.baseline?.version ?? current };
}

/** Runs what is pending. @throws MigrationError, MigrationRunError, LockedError, RefusedError */
export async function applyMigrations(request: ApplyMigrationsRequest): Promise<MigrationReport> {
  return withWatchedSession(request.url, request.limits ?? {}, request.signal, (session, watch) =>
    withLock(session, MIGRATE_LOCK, request, async () => {
      const plan = await planMigrations(session, request);
      refuseEmptied(plan.directory.files, plan.revisions);
      if (request.expect !== undefined && plan.fingerprint !== request.expect) {
        const names = plan.files.map((file) => file.name);
        throw new RefusedError("PlanChanged", "what is pending is no longer what was shown:", names, {
          hint: "The database or the directory changed in between. Look at the plan again.",
        });
      }
      const revisions = await Revisions.locate(session, request.revisionsSchema);
      await revisions.create();
      const { operatorVersion = OPERATOR, interrupted, onStatement } = request;
      const { texts } = plan.directory;
      const context: FileContext = { session, revisions, operatorVersion, watch, texts, interrupted, onStatement };
      return await runPlan(plan, context, request.txMode ?? "file");
    }),
  );
}
