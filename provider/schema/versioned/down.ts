import { explainRun } from "../declarative/apply";
import { checkPlan, planSchema, type SchemaPlan } from "../declarative/plan";
import type { DevRequest } from "../dev/dev-database";
import type { Session } from "../drivers/session";
import type { ParsedFile } from "../engine/protocol";
import { MigrationError, RefusedError } from "../errors";
import { excerptOf } from "../excerpt";
import { MIGRATE_LOCK, withLock } from "../execute/lock";
import { readingPastLocks } from "../execute/reading";
import { runSegments } from "../execute/run";
import { segmentsOf } from "../execute/segments";
import { withWatchedSession } from "../execute/watched-session";
import { type ProtectedFlows, refuseBaseline, refuseDown, refuseGroundless, versionsAhead } from "./ahead";
import type { MigrationRequest } from "./apply";
import { refuseArchive } from "./archive";
import { type MigrationDirectory, type MigrationFiles, openDirectory } from "./directory";
import { appliedFiles, foreignTo, heldFiles, madeBy, refuseMoreThanMade } from "./foreign";
import { rowsLeft } from "./left-behind";
import { fromLastCheckpoint, isVersioned, versionOrder } from "./pending";
import { isInterrupted } from "./resumed";
import { type Revision, Revisions } from "./revisions";

export interface DownRequest extends MigrationRequest, DevRequest {
  protectedFlows?: ProtectedFlows;
  /** Patterns of what is no migration's business, and stays. */
  exclude?: readonly string[];
  /** The last version to keep, of the directory's own. Absent: the directory's last. */
  toVersion?: string;
  /** Instead: how many of the applied versions to take back, from the last. */
  amount?: number;
  /** The directory as it was when the versions that it no longer has were applied, where that is known: it tells what they made. */
  formerFiles?: MigrationFiles;
  /** Ends the run when aborted: the statement that runs is stopped at the server (SQLite: finished), and none begins after it. */
  signal?: AbortSignal;
  /** Told before each statement. */
  beforeStatement?: () => void;
  /** Fingerprint of the plan that was shown. */
  expect?: string;
}

/** What going down would do. */
export interface DownPlan {
  plan: SchemaPlan;
  /** Rows of the versions that would be taken back, the oldest first. */
  ahead: Revision[];
  /** Version that remains the last; empty when none does. */
  target: string;
}

export interface DownReport {
  plan: SchemaPlan;
  /** Versions taken back, the last first. */
  removed: string[];
  current: string;
}

/** The files that remain, and the rows that go. @throws MigrationError */
function partition(files: readonly ParsedFile[], rows: readonly Revision[], request: DownRequest) {
  const { toVersion, amount, format } = request;
  if (toVersion === undefined && amount !== undefined) {
    const compare = versionOrder(format);
    const versioned = rows.filter(isVersioned);
    const kept = Math.max(0, versioned.length - amount);
    const last = versioned[kept - 1]?.version;
    const remaining = files.filter((file) => last !== undefined && compare(file.version, last) <= 0);
    return { remaining, ahead: versioned.slice(kept) };
  }
  const remaining = toVersion === undefined ? files : upTo(toVersion, files);
  const versions = remaining.map((file) => file.version);
  return { remaining, ahead: versionsAhead(versions, rows, 0, format) };
}

function upTo(version: string, files: readonly ParsedFile[]): ParsedFile[] {
  const at = files.findIndex((file) => file.version === version);
  if (at >= 0) return files.filter((file, index) => index <= at || !isVersioned(file));
  throw new MigrationError("VersionNotFound", `version ${version} is not in the migration directory`, {
    hint: "Name a version of the directory, or a number of versions to take back.",
  });
}

/** What it takes to stay: no dev database is asked for it. */
const NOTHING: SchemaPlan = {
  ...{ statements: [], changes: [], diagnostics: [], unmanaged: [], losses: [] },
  ...{ hash: "", fingerprint: "" },
};

async function decide(session: Session, request: DownRequest): Promise<DownPlan & { store: Revisions }> {
  const directory = await openDirectory(request.files, session, request.format);
  const store = await Revisions.locate(session, request.revisionsSchema);
  const compare = versionOrder(request.format);
  const rows = (await store.exists()) ? (await store.read()).sort((a, b) => compare(a.version, b.version)) : [];
  const { remaining: staying, ahead } = partition(directory.files, rows, request);
  const names = new Set(staying.map(({ name }) => name));
  const remaining = heldFiles(directory.files, rows).filter(({ name }) => names.has(name));
  refuseBaseline(ahead);
  refuseGroundless(ahead, { directory: directory.files, remaining, revisions: rows, format: request.format });
  const target = remaining.findLast(isVersioned)?.version ?? "";
  if (ahead.length === 0) return { plan: NOTHING, ahead, target, store };
  refuseInterrupted(rows.filter((row) => isVersioned(row) && !ahead.includes(row)));
  fromLastCheckpoint(remaining).forEach(refuseArchive);
  const { devUrl, devIsOwn, signal, exclude = [] } = request;
  const scope = { devUrl, devIsOwn, signal, exclude };
  const desired = madeBy(remaining, directory.texts);
  const applied = await appliedIn(session, directory, request, rows, ahead);
  const foreign = applied ? await foreignTo(session, [desired, madeBy(applied.files, applied.texts)], scope) : [];
  const plan = await planSchema(session, { ...scope, exclude: [...exclude, ...foreign], desired });
  if (!applied) refuseMoreThanMade(plan, ahead);
  const taken = applied?.files.filter(({ version }) => ahead.some((row) => row.version === version)) ?? [];
  const unmanaged = [...plan.unmanaged, ...rowsLeft(taken, applied?.texts ?? {}, plan.changes)];
  return { plan: { ...plan, unmanaged }, ahead, target, store };
}

/** What is to stay must be known. @throws MigrationError (Undecidable) */
function refuseInterrupted(staying: readonly Revision[]): void {
  const row = staying.find(isInterrupted);
  if (!row) return;
  throw new MigrationError(
    "Undecidable",
    `version ${row.version} is to stay, and whether its statement ${row.applied + 1} took effect was not recorded: ${excerptOf(row.errorStatement)}`,
    { hint: "Run `atlas-iac migrate apply` first, which says how to go on with it." },
  );
}

/** The files that made what is there, of the directory that still has all that are to be taken back: the one given, or as it was. */
async function appliedIn(
  session: Session,
  directory: MigrationDirectory,
  { formerFiles, format }: DownRequest,
  rows: readonly Revision[],
  ahead: readonly Revision[],
): Promise<Pick<MigrationDirectory, "files" | "texts"> | undefined> {
  const held = ({ files, texts }: MigrationDirectory) => {
    const applied = appliedFiles(files, rows, ahead);
    return applied && { files: applied, texts };
  };
  return held(directory) ?? (formerFiles && held(await openDirectory(formerFiles, session, format)));
}

/** What going down would do. Changes nothing. */
export function planDown(request: DownRequest): Promise<DownPlan> {
  return withWatchedSession(request.url, request.limits ?? {}, request.signal, (session, watch) =>
    readingPastLocks([{ session, watch }], () => decide(session, request)),
  );
}

/**
 * Takes back the versions that the directory no longer has, or that are asked to go: the schema the remaining files make is planned
 * and applied, and the rows are removed with it, in one transaction where the database has such. Data that a dropped table or
 * column held is gone. Tables that no migration made stay, where the directory still has the files that are taken back; where it
 * has not, nobody can tell them apart.
 * @throws MigrationError where the directory cannot tell what is to stay
 * @throws RefusedError where that is not allowed, is not the plan that was shown, or would lose what the engine does not manage
 */
export async function migrateDown(request: DownRequest): Promise<DownReport> {
  return withWatchedSession(request.url, request.limits ?? {}, request.signal, (session, watch) =>
    withLock(session, MIGRATE_LOCK, request, async () => {
      const { plan, ahead, target, store } = await readingPastLocks([{ session, watch }], () =>
        decide(session, request),
      );
      refuseDown(ahead, request.protectedFlows);
      if (request.expect !== undefined && plan.fingerprint !== request.expect) {
        throw new RefusedError("PlanChanged", "the plan is no longer the one that was shown", []);
      }
      checkPlan(plan, { destructive: { error: false } }, false);
      const versions = ahead.map((row) => row.version).reverse();
      const commands = plan.statements.map((statement) => statement.cmd);
      if (ahead.length > 0) {
        const all = [...commands, store.removal(versions)];
        await runSegments(session, segmentsOf(session.dialect, all, "file"), {
          watch,
          onStatement: request.beforeStatement,
        }).catch(explainRun);
      }
      return { plan, removed: versions, current: target };
    }),
  );
}
