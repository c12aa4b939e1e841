import { planSchema, type SchemaPlan } from "../declarative/plan";
import { openSession } from "../drivers/open";
import { parseDatabaseUrl } from "../drivers/url";
import { RefusedError } from "../errors";
import { BlockerWatch, backendOf } from "../execute/blockers";
import { MIGRATE_LOCK, withLock } from "../execute/lock";
import { runSegments } from "../execute/run";
import { segmentsOf } from "../execute/segments";
import type { MigrationRequest } from "./apply";
import { openDirectory } from "./directory";
import { compareVersions, fromLastCheckpoint } from "./pending";
import { type Revision, Revisions } from "./revisions";

/** Whether going down is allowed, as `spec.protectedFlows` says. Both must be set. */
export interface ProtectedFlows {
  migrateDown?: { allow?: boolean; autoApprove?: boolean };
}

export interface DownRequest extends MigrationRequest {
  devUrl?: string;
  protectedFlows?: ProtectedFlows;
}

export interface DownReport {
  plan: SchemaPlan;
  /** Versions taken back, the last first. */
  removed: string[];
  current: string;
}

/** Applied versions that the directory no longer has, when it has nothing new either: the database is ahead of it. */
export function versionsAhead(versions: readonly string[], applied: readonly Revision[], pending: number): Revision[] {
  if (pending > 0) return [];
  const last = versions.at(-1);
  return applied.filter((row) => last === undefined || compareVersions(row.version, last) > 0);
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

/**
 * Takes back the versions that the directory no longer has: the schema the remaining files make is planned and applied, and
 * the rows are removed. Data that a dropped table or column held is gone.
 */
export async function migrateDown(request: DownRequest): Promise<DownReport> {
  const url = parseDatabaseUrl(request.url);
  const session = await openSession(url, { lockTimeoutMs: 10_000, ...request.limits });
  const watch = new BlockerWatch(url, await backendOf(session), 5_000);
  try {
    return await withLock(session, MIGRATE_LOCK, 10_000, async () => {
      const { files } = await openDirectory(request.files, session.dialect, request.format);
      const store = await Revisions.locate(session, request.revisionsSchema);
      const rows = (await store.exists()) ? await store.read() : [];
      const ahead = versionsAhead(
        files.map((file) => file.version),
        rows,
        0,
      );
      refuseDown(ahead, request.protectedFlows);
      const scripts = fromLastCheckpoint(files).flatMap((file) =>
        file.statements.map((statement) => ({ name: file.name, text: statement.text })),
      );
      const plan = await planSchema(session, { desired: { sql: scripts }, devUrl: request.devUrl });
      const commands = ahead.length > 0 ? plan.statements.map((statement) => statement.cmd) : [];
      await runSegments(session, segmentsOf(session.dialect, commands, "file"), { watch });
      const removed: string[] = [];
      for (const row of [...ahead].reverse()) {
        await store.remove(row.version);
        removed.push(row.version);
      }
      return { plan, removed, current: files.at(-1)?.version ?? "" };
    });
  } finally {
    await watch.close();
    await session.close();
  }
}
