import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../drivers/session";
import { StatementError } from "../errors";
import type { BlockerWatch } from "./blockers";
import { isLockFailure } from "./run";

/** How often a read is tried that waits for others in vain. */
const ATTEMPTS = 3;

/**
 * Runs work that reads a database and changes nothing, again where it waited for a lock in vain: to read what a table is, the server
 * waits for who has it to himself.
 * @throws StatementError that names who stood in the way
 */
export async function readingPastLocks<T>(session: Session, watch: BlockerWatch, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await watch.during(work);
    } catch (error) {
      if (!isLockFailure(error) || !(error instanceof StatementError)) throw error;
      if (attempt < ATTEMPTS) {
        await sleep(200 * 2 ** attempt);
        continue;
      }
      const who = watch.seen.length > 0 ? `; in the way: ${watch.seen.join("; ")}` : "";
      throw new StatementError(`reading the schema of ${session.where}: ${error.message}${who}`, error.databaseCode, {
        cause: error,
        hint: "Nothing was changed. Wait for that session to end its transaction, or end the session.",
      });
    }
  }
}
