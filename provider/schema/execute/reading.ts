import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../drivers/session";
import { StatementError } from "../errors";
import type { BlockerWatch } from "./blockers";
import { isLockFailure } from "./run";

/** How often a read is tried that waits for others in vain. */
const ATTEMPTS = 3;

/** A session, and what tells who it waits for. */
export interface Watched {
  session: Session;
  watch: BlockerWatch;
}

/**
 * Runs work that reads databases and changes nothing, again where it waited for a lock in vain: to read what a table is, the server
 * waits for who has it to himself.
 * @throws StatementError that names who stood in the way
 */
export async function readingPastLocks<T>(watched: readonly Watched[], work: () => Promise<T>): Promise<T> {
  if (watched.length === 0) return work();
  const watching = watched.reduce(
    (inner, { watch }) =>
      () =>
        watch.during(inner),
    work,
  );
  for (let attempt = 1; ; attempt++) {
    try {
      return await watching();
    } catch (error) {
      if (!isLockFailure(error) || !(error instanceof StatementError)) throw error;
      if (attempt < ATTEMPTS) {
        await sleep(200 * 2 ** attempt);
        continue;
      }
      const blocked = watched.filter(({ watch }) => watch.seen.length > 0);
      const where = (blocked.length > 0 ? blocked : watched).map(({ session }) => session.where).join(" or ");
      const seen = blocked.flatMap(({ watch }) => watch.seen);
      const who = seen.length > 0 ? `; in the way: ${seen.join("; ")}` : "";
      throw new StatementError(`reading the schema of ${where}: ${error.message}${who}`, error.databaseCode, {
        cause: error,
        hint: "Nothing was changed. Wait for that session to end its transaction, or end the session.",
      });
    }
  }
}
