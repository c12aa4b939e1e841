import { isDeepStrictEqual } from "node:util";
import type { ManagedStatus } from "../cluster/managed-object";
import { findCondition, isBeingDeleted } from "../runtime";
import type { Outcome } from "../status/outcome";
import { stateKinds, stateStatusAfter } from "../status/states";
import { isReady, statusAfter } from "../status/verdict";
import type { Services } from "./services";
import type { Subject } from "./subject";

/** Writes what a pass has to tell into the object's status, when that changes it, and says so when the object has become ready. */
export async function tell(subject: Subject, { events, metrics }: Services, outcome: Outcome): Promise<void> {
  const { generation } = subject;
  const before = subject.object.status;
  await subject.editStatus((object) => {
    const after = stateKinds.has(subject.kind)
      ? stateStatusAfter(object.status, outcome, generation, isBeingDeleted(object))
      : statusAfter(object.status, outcome, generation);
    return isDeepStrictEqual(after, object.status) ? (object.status as ManagedStatus) : after;
  });
  if (!outcome.ready) return;
  if (!isReady(before, generation)) {
    events.normal(subject.object, { reason: "Ready", note: "as declared" });
    const since = findCondition(before?.conditions, "Ready")?.lastTransitionTime;
    if (since !== undefined) metrics.becameReady(subject.kind, (Date.now() - Date.parse(since)) / 1000);
  }
  events.settled(subject.object);
}
