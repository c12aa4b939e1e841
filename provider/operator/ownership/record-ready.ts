import { annotationOf, LAST_APPLIED, withAnnotations } from "../cluster/annotations";
import type { Subject } from "../controllers/subject";
import { isBeingDeleted } from "../runtime";
import { isReady } from "../status/verdict";
import { readApplied, readLastApplied } from "./applied";
import { isHeld } from "./finalizers";

/**
 * Writes down what an object made of which its status alone tells that, as upstream leaves most kinds: to be called before a failure is
 * told there, which would take the last trace of it. The declaration will do, as upstream has it on other kinds: it needs no way into
 * Atlas, which may be what is wrong.
 */
export async function recordReady(subject: Subject): Promise<void> {
  const { object, generation = 1 } = subject;
  if (!isHeld(object) || annotationOf(object, LAST_APPLIED) !== undefined || readApplied(object)) return;
  // The deletion counts as a generation (Kubernetes, metadata.generation).
  if (!isReady(object.status, isBeingDeleted(object) ? generation - 1 : generation)) return;
  const spec = JSON.stringify(subject.spec);
  await subject.edit((one) => (readLastApplied(one) ? one : withAnnotations(one, { [LAST_APPLIED]: spec })));
}
