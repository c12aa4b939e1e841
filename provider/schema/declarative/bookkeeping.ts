import type { Session } from "../drivers/session";

/** The table in which applied migrations are noted, and the schema it has to itself where there is no other. */
export const REVISIONS = "atlas_schema_revisions";

/** What to leave out of a state, with what belongs to us: that is not the user's to plan away, or to make. */
export function withoutBookkeeping({ schema }: Session, exclude: readonly string[] = []): string[] {
  return schema ? [...exclude, REVISIONS] : [...exclude, REVISIONS, `*.${REVISIONS}`];
}
