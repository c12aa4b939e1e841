import { openSession } from "../drivers/open";
import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import { MIGRATE_LOCK, withLock } from "../execute/lock";
import type { MigrationRequest } from "./apply";
import { openDirectory } from "./directory";
import { isVersioned, versionOrder, versionsHint } from "./pending";
import { EXECUTED, isPartial, OPERATOR, RESOLVED, type Revision, Revisions } from "./revisions";

export interface SetReport {
  current: string;
  /** Versions noted, forgotten, and declared finished. */
  added: string[];
  removed: string[];
  resolved: string[];
  /** What the files of these are about, by version. */
  descriptions: Record<string, string>;
}

/**
 * Sets the version a database is at, without running anything: notes the files up to it as applied, those begun
 * as finished, and forgets later ones.
 * Without a version, the last file is taken, or the whole history forgotten when there is no file.
 */
export async function setVersion(
  request: MigrationRequest & { version?: string; operatorVersion?: string },
): Promise<SetReport> {
  // What can be refused is refused before a file of SQLite is made.
  const { files: known } = await openDirectory(request.files, undefined, request.format);
  if (request.version !== undefined) targetOf(request.version, known.filter(isVersioned), []);
  const absentFile = request.version === undefined ? "refuse" : undefined;
  const session = await openSession(request.url, { absentFile, ...request.limits });
  try {
    return await withLock(session, MIGRATE_LOCK, { waitMs: 0 }, async () => {
      const directory = await openDirectory(request.files, session, request.format);
      // Repeatable files are never at a version: the next run decides on them.
      const files = directory.files.filter(isVersioned);
      const store = await Revisions.locate(session, request.revisionsSchema);
      const compare = versionOrder(request.format);
      const noted = (await store.exists()) ? (await store.read()).filter(isVersioned) : [];
      const rows = noted.sort((a, b) => compare(a.version, b.version));
      const version = targetOf(request.version, files, rows);
      const report: SetReport = { current: version, added: [], removed: [], resolved: [], descriptions: {} };
      await store.create();
      await session.begin();
      try {
        await forget(store, rows, report, (row) => version === "" || compare(row.version, version) > 0);
        for (const row of rows) if (compare(row.version, version) <= 0) await resolve(store, row, report);
        const last = rows.findLast((row) => compare(row.version, version) <= 0)?.version;
        for (const file of files) {
          if (compare(file.version, version) > 0 || (last !== undefined && compare(file.version, last) <= 0)) continue;
          await store.write({
            ...{
              version: file.version,
              description: file.description,
              type: RESOLVED,
              applied: 0,
              total: 0,
              hash: file.hash,
            },
            ...{ executedAt: new Date(), executionNs: 0n, error: "", errorStatement: "", partialHashes: [] },
            operatorVersion: request.operatorVersion ?? OPERATOR,
          });
          report.added.push(file.version);
          report.descriptions[file.version] = file.description;
        }
        await session.commit();
      } catch (error) {
        // The reason is what failed; a connection that is gone cannot be rolled back, and need not be.
        await session.rollback().catch(() => undefined);
        throw error;
      }
      return report;
    });
  } finally {
    await session.close();
  }
}

function targetOf(given: string | undefined, files: readonly ParsedFile[], rows: readonly Revision[]): string {
  const versions = files.map(({ version }) => version);
  if (given !== undefined) {
    if (versions.includes(given)) return given;
    throw new MigrationError("VersionNotFound", `migration with version ${JSON.stringify(given)} not found`, {
      hint: versionsHint("Versions of the directory", files),
    });
  }
  if (rows.length === 0) {
    throw new MigrationError(
      "VersionNotFound",
      "there is no history to bring up to date: say which version the database is at",
      { hint: versionsHint("Versions of the directory", files) },
    );
  }
  return versions.at(-1) ?? "";
}

async function forget(
  store: Revisions,
  rows: readonly Revision[],
  report: SetReport,
  later: (row: Revision) => boolean,
) {
  for (const row of rows.filter(later)) {
    await store.remove(row.version);
    report.removed.push(row.version);
    report.descriptions[row.version] = row.description;
  }
}

/** Declares an unfinished version finished. Counting its statements as applied is what makes the next run believe it. */
async function resolve(store: Revisions, row: Revision, report: SetReport): Promise<void> {
  if (!isPartial(row) && !row.error) return;
  const type = EXECUTED | RESOLVED;
  await store.write({ ...row, type, applied: row.total, error: "", errorStatement: "", partialHashes: [] });
  report.resolved.push(row.version);
  report.descriptions[row.version] = row.description;
}
