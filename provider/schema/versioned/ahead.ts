import type { DirectoryFormat, ParsedFile } from "../engine/protocol";
import { MigrationError, RefusedError } from "../errors";
import { isVersioned, versionOrder } from "./pending";
import { BASELINE, type Revision } from "./revisions";

/** Whether going down is allowed, as `spec.protectedFlows` says. Both must be set. */
export interface ProtectedFlows {
  migrateDown?: { allow?: boolean; autoApprove?: boolean };
}

/** What going down stands on. */
export interface Ground {
  /** Every file of the directory. */
  directory: readonly ParsedFile[];
  /** Those that remain; absent: all. */
  remaining?: readonly ParsedFile[];
  revisions: readonly Revision[];
  format?: DirectoryFormat;
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

/**
 * Refuses to take back a baseline, whatever is allowed: what it stands for was in the database before, and would be dropped.
 * @throws RefusedError (ProtectedFlowError)
 */
export function refuseBaseline(ahead: readonly Revision[]): void {
  const row = ahead.findLast(({ type }) => type & BASELINE);
  if (!row) return;
  throw new RefusedError(
    "ProtectedFlowError",
    `version ${row.version} is a baseline: what it stands for was there before, and no migration made it`,
    [],
    {
      hint: "Go down to that version at most. To forget it and drop nothing, use `atlas-iac migrate set` with another.",
    },
  );
}

/**
 * Refuses to go down, whatever is allowed, where the directory cannot tell what is to stay: it has none of the applied files, as
 * one that was emptied or is another's, or lacks some of those whose versions stay. What they made would be dropped.
 * @throws MigrationError (MissingFile)
 */
export function refuseGroundless(ahead: readonly Revision[], ground: Ground): void {
  if (ahead.length === 0) return;
  const { directory, remaining = directory, revisions, format } = ground;
  const rows = revisions.filter(isVersioned);
  if (!rows.some(({ version }) => directory.some((file) => file.version === version))) {
    throw new MigrationError(
      "MissingFile",
      `none of the applied migrations (${listed(rows)}) is in the migration directory, and all that they made would be dropped`,
      {
        hint: "Put their files back. To go below the first version, name how many to take back: `atlas-iac migrate down`.",
      },
    );
  }
  const compare = versionOrder(format);
  // What these make anew stands for the files before them.
  const floor = remaining.findLast((file) => file.checkpoint || file.baseline)?.version;
  const lost = rows.filter(
    (row) =>
      !ahead.some(({ version }) => version === row.version) &&
      (floor === undefined || compare(row.version, floor) > 0) &&
      !remaining.some((file) => file.version === row.version),
  );
  if (lost.length === 0) return;
  throw new MigrationError(
    "MissingFile",
    `migrations that are to stay (${listed(lost)}) are not in the migration directory, and what they made would be dropped`,
    { hint: "Put their files back, then go down." },
  );
}

/** As many as a line holds. */
const LISTED = 5;

function listed(rows: readonly Revision[]): string {
  const names = rows
    .slice(0, LISTED)
    .map(({ version, description }) => [version, description].filter(Boolean).join(" "));
  return [...names, ...(rows.length > LISTED ? [`${rows.length - LISTED} more`] : [])].join(", ");
}
