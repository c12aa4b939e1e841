import { compareFlywayVersions } from "../engine/flyway";
import type { DirectoryFormat, ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import { BASELINE, isPartial, type Revision } from "./revisions";
import { unfinishedOf } from "./unfinished";

/** What happens to files that were added before the last applied one: refused, passed over, or run. */
export type ExecOrder = "linear" | "linear-skip" | "non-linear";

export interface PendingInput {
  files: readonly ParsedFile[];
  /** In the order of their versions. */
  revisions: readonly Revision[];
  execOrder?: ExecOrder;
  /** Version from which on a database without a history is continued. */
  baseline?: string;
  allowDirty?: boolean;
  /** What a database without a noted version holds already; absent when it is empty. */
  dirt?: string;
  /** Order of versions. Default: byte by byte. */
  compare?: (a: string, b: string) => number;
}

export interface Pending {
  files: ParsedFile[];
  /** The file to note as baseline before anything runs. */
  baseline?: ParsedFile;
  /** Files that are passed over because they were added out of order. */
  skipped: ParsedFile[];
}

/** Versions are compared byte by byte, whatever the collation of the database. */
export function compareVersions(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The order of the versions of a directory. */
export function versionOrder(format: DirectoryFormat | undefined): (a: string, b: string) => number {
  return format === "flyway" ? compareFlywayVersions : compareVersions;
}

/** Whether a file or row has a version. The repeatable files of Flyway, and the one row in which they are noted, have none. */
export function isVersioned({ version }: { version: string }): boolean {
  return version !== "";
}

/** What a file is called where versions are told: repeatable files of Flyway have none. */
export function calledVersion({ version, name }: Pick<ParsedFile, "version" | "name">): string {
  return version || name;
}

/** How many versions a hint lists. */
const LISTED = 10;

/** Which versions there are, for who named another one. */
export function versionsHint(subject: string, files: readonly { version: string }[]): string {
  return `${subject}: ${versionsOf(files)}.`;
}

/** The versions of files or rows, the last ones where they are many. */
export function versionsOf(all: readonly { version: string }[]): string {
  const versions = all.filter(isVersioned).map(({ version }) => version);
  const more = versions.length > LISTED ? `${versions.length} versions, the last of them ` : "";
  return versions.length === 0 ? "none" : `${more}${versions.slice(-LISTED).join(", ")}`;
}

/** Where to begin on a database without a history: at the last checkpoint, or at the first file. */
export function fromLastCheckpoint(files: readonly ParsedFile[]): ParsedFile[] {
  const last = files.findLastIndex((file) => file.checkpoint);
  return last < 0 ? [...files] : [files[last] as ParsedFile, ...plain(files.slice(last))];
}

function plain(files: readonly ParsedFile[]): ParsedFile[] {
  return files.filter((file) => !file.checkpoint);
}

function first(input: PendingInput): Pending {
  const { files, baseline, allowDirty, dirt } = input;
  if (baseline && allowDirty) {
    throw new MigrationError("NotClean", "baseline and allow-dirty cannot be used together", {
      hint: "A baseline says which migrations the database has; allow-dirty says that it has none.",
    });
  }
  if (baseline) {
    const migrations = plain(files);
    const at = migrations.findLastIndex((file) => file.version === baseline);
    if (at < 0) {
      throw new MigrationError(
        "BaselineNotFound",
        `baseline version ${JSON.stringify(baseline)} not found in the migration directory`,
        { hint: versionsHint("Versions of the directory", migrations) },
      );
    }
    return { files: migrations.slice(at + 1), baseline: migrations[at], skipped: [] };
  }
  if (dirt && !allowDirty) {
    throw new MigrationError("NotClean", `the database is not empty, and has no history of migrations: ${dirt}`, {
      hint: "Set baseline to the version that the database is at; `atlas-iac migrate apply --allow-dirty` begins on it as it is.",
    });
  }
  return { files: fromLastCheckpoint(files), skipped: [] };
}

/**
 * Whether a history begins with a row that stands for the files before it: a baseline, or a checkpoint. Before any other, a file that
 * has no row was added late.
 * @param revisions in the order of their versions
 */
export function beginsInside(files: readonly ParsedFile[], revisions: readonly Revision[]): boolean {
  const begin = revisions.find(isVersioned);
  if (!begin) return false;
  if (begin.type & BASELINE) return true;
  return files.some((file) => file.version === begin.version && (file.checkpoint || file.baseline === true));
}

function outOfOrder(files: readonly ParsedFile[], input: PendingInput, last: Revision): ParsedFile[] {
  const { revisions, compare = compareVersions } = input;
  const applied = new Set(revisions.map((revision) => revision.version));
  const begin = beginsInside(input.files, revisions) ? revisions.find(isVersioned) : undefined;
  return files.filter(
    (file) =>
      // Files without a version are repeated, not ordered.
      isVersioned(file) &&
      !applied.has(file.version) &&
      (begin === undefined || compare(file.version, begin.version) > 0) &&
      compare(file.version, last.version) < 0,
  );
}

/** Raised for files that were added before the last applied one. */
export class OutOfOrderError extends MigrationError {
  constructor(readonly files: readonly ParsedFile[]) {
    const names = files.map((file) => file.name);
    const [subject, verb] = names.length === 1 ? ["file", "was"] : ["files", "were"];
    super("OutOfOrder", `migration ${subject} ${names.join(", ")} ${verb} added out of order`, {
      hint: "Rename to a later version, or set execOrder to non-linear (runs it) or linear-skip (passes over it).",
    });
  }
}

function continued(input: PendingInput, last: Revision): Pending {
  const { files, revisions, execOrder = "linear", compare = compareVersions } = input;
  const interrupted = files.find((file) => file.version === last.version && file.checkpoint);
  if (isPartial(last) && interrupted) {
    const later = plain(files).filter((file) => compare(file.version, last.version) > 0);
    return { files: [interrupted, ...later], skipped: [] };
  }
  const migrations = plain(files).filter(isVersioned);
  const begun = new Set(unfinished(migrations, revisions).map((row) => row.version));
  const late = outOfOrder(migrations, input, last);
  if (late.length > 0 && execOrder === "linear") throw new OutOfOrderError(late);
  const run = migrations.filter(
    (file) =>
      begun.has(file.version) ||
      compare(file.version, last.version) > 0 ||
      (execOrder === "non-linear" && late.includes(file)),
  );
  refuseBaseline(run, revisions);
  return { files: [...run, ...repeatables(files, revisions)], skipped: execOrder === "linear-skip" ? late : [] };
}

/** What was begun and not finished, wherever it is: one that came late can be followed by others that are done. */
function unfinished(migrations: readonly ParsedFile[], revisions: readonly Revision[]): Revision[] {
  const begun = unfinishedOf(revisions.filter(isVersioned));
  const lost = begun.find((row) => !migrations.some((file) => file.version === row.version));
  if (!lost || migrations.length === 0) return begun;
  throw new MigrationError(
    "MissingFile",
    `migration ${lost.version} (${lost.description}) was applied in part, and its file is missing`,
    { hint: "Put the file back, so that it can be finished." },
  );
}

/** A baseline of Flyway makes everything anew, and leaves out the files it stands for: only an empty database can have it. */
function refuseBaseline(files: readonly ParsedFile[], revisions: readonly Revision[]): void {
  const begun = new Set(revisions.map((revision) => revision.version));
  const baseline = files.find((file) => file.baseline && !begun.has(file.version));
  if (!baseline) return;
  throw new MigrationError("NotClean", `${baseline.name} is a baseline, and the database has a history of migrations`, {
    hint: "Bring the database to the baseline's version with the files that it stands for, and add the baseline after that; or set that version with `atlas-iac migrate set`.",
  });
}

/** Flyway's repeatable files run again whenever they change. They are noted under the empty version, one for all. */
function repeatables(files: readonly ParsedFile[], revisions: readonly Revision[]): ParsedFile[] {
  const noted = revisions.find((revision) => !isVersioned(revision));
  const all = files.filter((file) => !isVersioned(file));
  const done = noted && !isPartial(noted) && !noted.error && noted.hash === all.at(-1)?.hash;
  return done ? [] : all;
}

/** Decides which files are to run. Pure. @throws MigrationError when that cannot be decided, or must not be */
export function pendingFiles(input: PendingInput): Pending {
  const compare = input.compare ?? compareVersions;
  // The database sorts by its own collation.
  const revisions = [...input.revisions].sort((a, b) => compare(a.version, b.version));
  const last = revisions.findLast(isVersioned);
  if (last) return continued({ ...input, revisions }, last);
  // A directory of nothing but repeatable files never notes a version.
  if (revisions.length > 0 && !input.files.some(isVersioned)) {
    return { files: repeatables(input.files, revisions), skipped: [] };
  }
  return first(input);
}
