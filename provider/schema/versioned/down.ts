import { explainRun } from "../declarative/apply";
import { checkPlan, planSchema, type SchemaPlan } from "../declarative/plan";
import { openSession, withSession } from "../drivers/open";
import type { Session } from "../drivers/session";
import { parseDatabaseUrl } from "../drivers/url";
import type { DirectoryFormat, ParsedFile } from "../engine/protocol";
import { MigrationError, RefusedError } from "../errors";
import { BlockerWatch, backendOf } from "../execute/blockers";
import { MIGRATE_LOCK, withLock } from "../execute/lock";
import { runSegments } from "../execute/run";
import { segmentsOf } from "../execute/segments";
import type { MigrationRequest } from "./apply";
import { openDirectory } from "./directory";
import { fromLastCheckpoint, isVersioned, versionOrder } from "./pending";
import { type Revision, Revisions } from "./revisions";

/** Whether going down is allowed, as `spec.protectedFlows` says. Both must be set. */
export interface ProtectedFlows {
  migrateDown?: { allow?: boolean; autoApprove?: boolean };
}

export interface DownRequest extends MigrationRequest {
  devUrl?: string;
  protectedFlows?: ProtectedFlows;
  /** Patterns of what is no migration's business, and stays. */
  exclude?: readonly string[];
  /** The last version to keep, of the directory's own. Absent: the directory's last. */
  toVersion?: string;
  /** Instead: how many of the applied versions to take back, from the last. */
  amount?: number;
  /** Ends the run when aborted: the statement that runs is stopped at the server (SQLite: finished), and none begins after it. */
  signal?: AbortSignal;
  /** Told before each statement. */
  beforeStatement?: () => void;
  /** Fingerprint of the plan that was shown. */
  expect?: string;
  /** How long to wait for another run to end. Milliseconds, default 10,000. */
  waitMs?: number;
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

/**
 * Applied versions that the directory no longer has, when it has nothing new either: the database is ahead of it. Empty versions,
 * those of repeatable files, have no part in it.
 */
export function versionsAhead(
  versions: readonly string[],
  applied: readonly Revision[],
  pending: number,
  format?: DirectoryFormat,
): Revision[] {
  if (pending > 0) return [];
  const last = versions.findLast((version) => version !== "");
  return applied.filter(
    (row) => isVersioned(row) && (last === undefined || versionOrder(format)(row.version, last) > 0),
  );
}

/** @throws RefusedError (ProtectedFlowError) unless going down is allowed */
export function refuseDown(ahead: readonly Revision[], flows: ProtectedFlows | undefined): void {
  const { allow = false, autoApprove = false } = flows?.migrateDown ?? {};
  if (ahead.length === 0 || (allow && autoApprove)) return;
  const versions = ahead.map((row) => row.version);
  const missing = allow ? "migrateDown.autoApprove" : "migrateDown.allow";
  throw new RefusedError(
    "ProtectedFlowError",
    `the database is ahead of the migration directory, and going down is not allowed:`,
    versions,
    {
      hint: `Put the files of these versions back, or set protectedFlows.${missing} to take them back from the database.`,
    },
  );
}

/** The files that remain. @throws MigrationError */
function remainingOf(files: readonly ParsedFile[], rows: readonly Revision[], request: DownRequest): ParsedFile[] {
  const { toVersion, amount } = request;
  if (toVersion !== undefined) {
    const at = files.findIndex((file) => file.version === toVersion);
    if (at >= 0) return files.filter((file, index) => index <= at || !isVersioned(file));
    throw new MigrationError("VersionNotFound", `version ${toVersion} is not in the migration directory`, {
      hint: "Name a version of the directory, or a number of versions to take back.",
    });
  }
  if (amount === undefined) return [...files];
  const compare = versionOrder(request.format);
  const versioned = rows.filter(isVersioned);
  const kept = versioned.slice(0, Math.max(0, versioned.length - amount)).at(-1)?.version;
  return files.filter((file) => kept !== undefined && compare(file.version, kept) <= 0);
}

/** What it takes to stay: no dev database is asked for it. */
const NOTHING: SchemaPlan = {
  ...{ statements: [], changes: [], diagnostics: [], unmanaged: [], losses: [] },
  ...{ hash: "", fingerprint: "" },
};

async function decide(session: Session, request: DownRequest): Promise<DownPlan & { store: Revisions }> {
  const directory = await openDirectory(request.files, session.dialect, request.format);
  const store = await Revisions.locate(session, request.revisionsSchema);
  const compare = versionOrder(request.format);
  const rows = (await store.exists()) ? (await store.read()).sort((a, b) => compare(a.version, b.version)) : [];
  const files = remainingOf(directory.files, rows, request);
  const versions = files.map((file) => file.version);
  const ahead = versionsAhead(versions, rows, 0, request.format);
  const target = files.findLast(isVersioned)?.version ?? "";
  if (ahead.length === 0) return { plan: NOTHING, ahead, target, store };
  const scripts = fromLastCheckpoint(files).flatMap((file) =>
    file.statements.map((statement) => ({ name: file.name, text: statement.text })),
  );
  const { devUrl, exclude } = request;
  const plan = await planSchema(session, { desired: { sql: scripts }, devUrl, exclude });
  return { plan, ahead, target, store };
}

/** What going down would do. Changes nothing. */
export function planDown(request: DownRequest): Promise<DownPlan> {
  return withSession(request.url, request.limits ?? {}, (session) => decide(session, request));
}

/**
 * Takes back the versions that the directory no longer has, or that are asked to go: the schema the remaining files make is planned
 * and applied, and the rows are removed with it, in one transaction where the database has such. Data that a dropped table or
 * column held is gone.
 * @throws RefusedError where that is not allowed, is not the plan that was shown, or would lose what the engine does not manage
 */
export async function migrateDown(request: DownRequest): Promise<DownReport> {
  const url = parseDatabaseUrl(request.url);
  const session = await openSession(url, { lockTimeoutMs: 10_000, ...request.limits });
  const watch = new BlockerWatch(url, await backendOf(session), 5_000, request.signal);
  try {
    return await withLock(session, MIGRATE_LOCK, request.waitMs ?? 10_000, async () => {
      const { plan, ahead, target, store } = await decide(session, request);
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
    });
  } finally {
    await watch.close();
    await session.close();
  }
}
