import type { ConvergeEvent, ConvergeListener } from "../kinds/events";
import { duration } from "./duration";
import type { ResourceLog } from "./engine-log";

/** How often a wait says that it still lasts, in milliseconds. Without a terminal every line stays in the log. */
const waitingLineEveryMs = 30_000;

/** Tells the engine what a pass does, on the resource's own row. */
export function reporter(log: ResourceLog, now: () => number = Date.now): ConvergeListener {
  let waitingFor: string | undefined;
  let saidAt = 0;
  return (event: ConvergeEvent) => {
    if (event.type === "started") log.progress(event.change.description);
    else if (event.type === "note") log.info(event.text);
    else if (event.type === "uncertain") {
      log.warn(`${event.change.description}: ${event.error.message} Looking whether it was done.`);
    }
    if (event.type !== "waiting") {
      waitingFor = undefined;
      return;
    }
    const { message } = event.pending;
    if (message === waitingFor && now() - saidAt < waitingLineEveryMs) return;
    waitingFor = message;
    saidAt = now();
    log.progress(`${message} (${duration(event.elapsedMs)})`);
  };
}
