import type { ParsedFile } from "../engine/protocol";
import { MigrationError } from "../errors";
import { excerptOf } from "../excerpt";
import { statementHashes } from "./directory";
import { EXECUTED, type Revision } from "./revisions";

/** How the row is marked while a statement runs that no transaction protects. */
export const RUNNING = "atlas-iac: this statement was started, and its end was not recorded";

/** Whether a run of this version was killed while a statement ran, of which nobody can tell whether it took effect. */
export function isInterrupted(revision: Revision): boolean {
  return revision.error === RUNNING;
}

/** What to make of a statement whose end was not recorded: only a look at the database can tell. */
export type Interrupted = "ran" | "not-run";

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
  interrupted: Interrupted | undefined,
  hashes: readonly string[],
): void {
  if (!isInterrupted(revision)) return;
  if (interrupted === undefined) {
    throw new MigrationError(
      "Undecidable",
      `${file.name} was interrupted while its statement ${revision.applied + 1} ran, and nobody recorded whether it took effect: ${excerptOf(revision.errorStatement)}`,
      {
        hint: "Look at the database, then run `atlas-iac migrate apply` with --interrupted ran if that statement took effect, else with --interrupted not-run.",
      },
    );
  }
  const next = hashes[revision.applied];
  if (interrupted === "ran" && next) {
    revision.partialHashes.push(next);
    revision.applied += 1;
  }
  revision.error = "";
  revision.errorStatement = "";
}

/**
 * The row of a file as it goes on from what is known of it.
 * @throws MigrationError where nobody can tell from where, or what ran is no longer in the file
 */
export function resumed(
  file: ParsedFile,
  known: Revision | undefined,
  { operatorVersion, interrupted }: { operatorVersion: string; interrupted?: Interrupted },
): Revision {
  // Repeatable files share one row, and begin anew each time.
  const revision = begin(file, file.version === "" ? undefined : known, operatorVersion);
  const hashes = statementHashes(file);
  settleInterrupted(file, revision, interrupted, hashes);
  refuseChanged(file, revision, hashes);
  return revision;
}
