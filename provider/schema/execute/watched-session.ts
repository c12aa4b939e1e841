import { lockWaitOf, lookAfterMs } from "../drivers/lock-wait";
import { withSession } from "../drivers/open";
import type { Session, SessionLimits } from "../drivers/session";
import { parseDatabaseUrl } from "../drivers/url";
import { BlockerWatch, backendOf } from "./blockers";

/**
 * Runs `work` with a session that waits for locks no longer than the limits or its URL say, and what tells who it waited for. Both
 * are closed afterwards, whatever happens: an open connection would keep the process from ending.
 * @param stop ends the statement that runs, at the server, and lets none run after it
 */
export async function withWatchedSession<T>(
  databaseUrl: string,
  limits: SessionLimits,
  stop: AbortSignal | undefined,
  work: (session: Session, watch: BlockerWatch) => Promise<T>,
): Promise<T> {
  const url = parseDatabaseUrl(databaseUrl);
  const lockTimeoutMs = lockWaitOf(url, limits);
  return withSession(url, { ...limits, lockTimeoutMs }, async (session) => {
    const watch = new BlockerWatch(url, await backendOf(session), lookAfterMs(lockTimeoutMs), stop);
    try {
      return await work(session, watch);
    } finally {
      await watch.close();
    }
  });
}
