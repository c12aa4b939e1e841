import { AsyncLocalStorage } from "node:async_hooks";
import { lockWaitOf, lookAfterMs } from "../drivers/lock-wait";
import type { Dialect, Session } from "../drivers/session";
import type { DatabaseUrl } from "../drivers/url";
import { BlockerWatch, backendOf } from "../execute/blockers";

/** Runs work in a dev database that a URL names with what stops it: who starts that work decides what that is, such as Ctrl-C. */
export type DevStop = <T>(dialect: Dialect, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

const stops = new AsyncLocalStorage<DevStop>();

/** Runs work of which the parts in dev databases can be stopped, and have them emptied then. */
export function stoppingDevWork<T>(stop: DevStop, work: () => Promise<T>): Promise<T> {
  return stops.run(stop, work);
}

/** Lets `work` in a dev database be stopped, where whoever started it has something that stops it. */
export function stoppable<T>(dialect: Dialect, work: (signal: AbortSignal | undefined) => Promise<T>): Promise<T> {
  const stop = stops.getStore();
  return stop ? stop(dialect, work) : work(undefined);
}

/**
 * Runs work in a session until it is stopped: then the statement that runs is ended at the server.
 * @throws the signal's reason where it was stopped, whatever became of the work
 */
export async function untilStopped<T>(
  session: Session,
  url: DatabaseUrl,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  const watch = new BlockerWatch(url, await backendOf(session), lookAfterMs(lockWaitOf(url, {})), signal);
  try {
    return await watch.during(work);
  } finally {
    await watch.close();
    signal.throwIfAborted();
  }
}
