import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import { chainedHashes, type MigrationDirectory } from "./directory";
import { isVersioned, versionOrder, versionsOf } from "./pending";
import { EXECUTED, isPartial, OPERATOR, RESOLVED, type Revision } from "./revisions";

interface Edited {
  file: ParsedFile;
  revision: Revision;
}

export interface HistoryFindings {
  /** The first applied file that is no longer what was applied. */
  edited?: Edited;
  /** The first of those that we ran. */
  editedOurs?: Edited;
  /** Applied versions whose files are gone. */
  missing: string[];
}

/**
 * What the directory can have looked like when a file was run: as it is now, or as far as it had been run by then. Files before all that
 * ran were there where a baseline stands for them, or came later.
 */
function couldBe(
  directory: MigrationDirectory,
  revisions: readonly Revision[],
  of: Revision,
  file: ParsedFile,
): boolean {
  if (file.hash === of.hash) return true;
  const known = new Set(revisions.map((row) => row.version));
  const begin = directory.files.findIndex((one) => known.has(one.version));
  const then = (later: (time: number) => boolean) => {
    const unborn = new Set(revisions.filter((row) => later(row.executedAt.getTime())).map((row) => row.version));
    return directory.files.slice(begin).filter((one) => {
      return one === file || (known.has(one.version) && !unborn.has(one.version));
    });
  };
  const moment = of.executedAt.getTime();
  const run = [then(() => false), then((time) => time > moment), then((time) => time >= moment)];
  return run
    .flatMap((files) => [[...directory.files.slice(0, begin), ...files], files])
    .some((files) => chainedHashes(files, directory.texts).get(file.name) === of.hash);
}

/** Versions that a file stands for: those that ran, and those that were set. What was there before a baseline can have had none. */
function appliedIn(revisions: readonly Revision[]): Revision[] {
  return revisions.filter((revision) => revision.type & (EXECUTED | RESOLVED) && isVersioned(revision));
}

/**
 * Refuses a directory without files where migrations were applied: it is the wrong one, or was emptied, and "nothing to run" would
 * pass for being up to date.
 *
 * @throws MigrationError (MissingFile)
 */
export function refuseEmptied(files: readonly ParsedFile[], revisions: readonly Revision[]): void {
  const applied = appliedIn(revisions);
  if (files.length > 0 || applied.length === 0) return;
  throw new MigrationError(
    "MissingFile",
    `the migration directory has no files, and the database has a history: ${versionsOf(applied)}`,
    { hint: "Look whether it is the directory of this database, and put the files back." },
  );
}

/**
 * Holds the directory against what was applied. The hash of a file covers all files before it, so after the first difference that
 * counts nothing more can be said; and where a file is gone, nothing at all can be said of those after it.
 */
export function inspectHistory(directory: MigrationDirectory, revisions: readonly Revision[]): HistoryFindings {
  const byVersion = new Map(directory.files.map((file) => [file.version, file]));
  const executed = revisions.filter((revision) => revision.type & EXECUTED && isVersioned(revision));
  const missing = appliedIn(revisions)
    .filter((revision) => !byVersion.has(revision.version))
    .map((revision) => revision.version);
  const order = versionOrder(directory.format);
  const [firstMissing] = [...missing].sort(order);
  let edited: Edited | undefined;
  for (const revision of executed) {
    const file = byVersion.get(revision.version);
    if (!file || !revision.hash || !file.hash || isPartial(revision)) continue;
    if (firstMissing !== undefined && order(revision.version, firstMissing) > 0) break;
    if (couldBe(directory, revisions, revision, file)) continue;
    edited ??= { file, revision };
    if (revision.operatorVersion.startsWith(OPERATOR)) return { edited, editedOurs: { file, revision }, missing };
  }
  return { edited, missing };
}

/** An applied file is no longer what was applied. */
export class EditedHistoryError extends MigrationError {
  constructor(readonly file: ParsedFile) {
    super("HistoryChanged", `${file.name} was edited after it was applied, or a file before it was`, {
      hint: "Restore the file, and put the change into a new migration.",
    });
  }
}

/**
 * Refuses a history that was edited. Only where we ran the file: upstream keeps the hash of the first attempt for a file that
 * was repaired and finished, so what it noted proves nothing.
 * @throws EditedHistoryError that names the file
 */
export function refuseEdited({ editedOurs }: HistoryFindings): void {
  if (!editedOurs) return;
  throw new EditedHistoryError(editedOurs.file);
}
