import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import { chainedHashes, type MigrationDirectory } from "./directory";
import { EXECUTED, isPartial, type Revision } from "./revisions";

export interface HistoryFindings {
  /** The first applied file that is no longer what was applied. */
  edited?: ParsedFile;
  /** Applied versions whose files are gone. */
  missing: string[];
}

/**
 * Holds the directory against what was applied. The hash of a file covers all files before it, so after the first difference
 * nothing more can be said; and where a file is gone, nothing at all can be said of those after it.
 */
export function inspectHistory(directory: MigrationDirectory, revisions: readonly Revision[]): HistoryFindings {
  const { files, texts } = directory;
  const byVersion = new Map(files.map((file) => [file.version, file]));
  const executed = revisions.filter((revision) => revision.type & EXECUTED && revision.version !== "");
  const missing = executed.filter((revision) => !byVersion.has(revision.version)).map((revision) => revision.version);
  const applied = new Set(revisions.map((revision) => revision.version));
  // Files that came later than those after them were not yet there when those were hashed.
  const begin = files.findIndex((file) => applied.has(file.version));
  const original = files.filter((file, i) => i < begin || applied.has(file.version) || file.checkpoint);
  const chains = [
    new Map(files.map((file) => [file.name, file.hash])),
    chainedHashes(original, texts),
    chainedHashes(
      original.filter((file) => !file.checkpoint || applied.has(file.version)),
      texts,
    ),
  ];
  const firstMissing = [...missing].sort()[0];
  for (const revision of executed) {
    const file = byVersion.get(revision.version);
    if (!file || !revision.hash || !file.hash || isPartial(revision)) continue;
    if (firstMissing !== undefined && revision.version > firstMissing) break;
    if (!chains.some((chain) => chain.get(file.name) === revision.hash)) return { edited: file, missing };
  }
  return { missing };
}

/** @throws MigrationError that names the file */
export function refuseEdited({ edited }: HistoryFindings): void {
  if (!edited) return;
  throw new MigrationError(
    "HistoryChanged",
    `${edited.name} was edited after it was applied, or a file before it was`,
    {
      hint: "Restore the file and put the change into a new migration; to accept the files as they are, allow an edited history.",
    },
  );
}
