import { MigrationError } from "../errors";
import { isPartial, OPERATOR, RESOLVED, type Revision, TABLE } from "./revisions";

/**
 * The versions that were begun and not finished. Upstream keeps the length that a file had before it was repaired, but empties
 * partial_hashes when it is through with it: such a row, with others behind it, is of one that is finished. So is one that
 * `atlas migrate set` declared to be: of a version that is set to, it changes the type only, and of those before it nothing.
 * @param revisions in the order of their versions
 * @throws MigrationError (Undecidable) where only clocks that may be apart tell what came first
 */
export function unfinishedOf(revisions: readonly Revision[]): Revision[] {
  return revisions.filter((row, index) => {
    if (!isPartial(row)) return false;
    const later = revisions.slice(index + 1);
    if (later.length === 0) return true;
    return (row.applied === 0 || row.partialHashes.length > 0) && !isResolved(row, later);
  });
}

/** How far the clocks of two programs may be apart, which need not be on one host. Milliseconds. */
const CLOCKS_APART_MS = 10 * 60_000;

const isOurs = ({ operatorVersion }: Revision) => operatorVersion.startsWith(OPERATOR);

/**
 * A version that came late is begun after a later one was set to, which says nothing of it then. Which was first the times tell; what
 * we set finishes all before it in their rows, so that what is not was begun later.
 */
function isResolved(row: Revision, later: readonly Revision[]): boolean {
  if (row.type & RESOLVED) return true;
  const sets = later.filter((one) => one.type & RESOLVED && !(one.type === RESOLVED && isOurs(one)));
  const after = (one: Revision) => one.executedAt.getTime() - row.executedAt.getTime();
  const doubt = (one: Revision) => (isOurs(one) === isOurs(row) ? 0 : CLOCKS_APART_MS);
  if (sets.some((one) => after(one) >= doubt(one))) return true;
  const unclear = sets.find((one) => Math.abs(after(one)) < doubt(one));
  if (unclear) throw undecidable(row, unclear);
  return false;
}

function undecidable(row: Revision, set: Revision): MigrationError {
  const [begun, then] = [row, set].map(
    ({ version, operatorVersion, executedAt }) => `${version} by ${operatorVersion} at ${executedAt.toISOString()}`,
  );
  return new MigrationError(
    "Undecidable",
    `version ${row.version} is unfinished unless it was before version ${set.version} was set to: ${TABLE} has ${begun} and ${then}, and their clocks may be apart`,
    {
      hint: `Look at the database. If version ${row.version} is finished, run \`atlas-iac migrate set ${set.version}\`; if it is to be gone on with, set executed_at of its row to ten minutes after the other.`,
    },
  );
}
