import type { Change } from "../../kinds/contract";
import type { ConvergeListener } from "../../kinds/events";
import { isReady } from "../status/verdict";
import type { Services } from "./services";
import type { Subject } from "./subject";

const verbs: Record<Change["action"], string> = { create: "Create", update: "Update", delete: "Delete" };

/**
 * Tells of every change that was made in Atlas as an event of the object, under the name of the condition that reports it.
 *
 * @param asApplied Whether the declaration, with all that it names, is the one that was applied last: an object that was ready is then
 *   mended where it is changed.
 */
export function describeChanges(subject: Subject, { events, metrics }: Services, asApplied: boolean): ConvergeListener {
  const { kind, object, generation } = subject;
  let mends = asApplied && isReady(object.status, generation);
  return (event) => {
    const { log } = subject.context;
    if (event.type === "done") {
      const { condition, description, action } = event.change;
      log.info({ change: description }, "changed Atlas");
      metrics.change(kind, event.change);
      if (mends) metrics.drifted(kind);
      mends = false;
      events.normal(subject.object, { reason: condition, note: description, action: verbs[action] });
    } else if (event.type === "note") {
      log.info({ note: event.text }, "noted");
    } else if (event.type === "uncertain") {
      log.warn({ change: event.change.description }, "the outcome of a change is unknown: looking whether it was made");
    }
  };
}
