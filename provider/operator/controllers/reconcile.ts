import type { KindName } from "../../../sdk/model/kinds";
import { isHandledKind } from "../../kinds/registry";
import type { ManagedSource } from "../cluster/cluster";
import { recordReady } from "../ownership/record-ready";
import {
  isBeingDeleted,
  isInvalid,
  KubeApiError,
  KubeUnreachableError,
  type Reconcile,
  type Result,
  TerminalError,
} from "../runtime";
import { troubleOf } from "../status/failures";
import { BeingDeletedError, ObjectGoneError } from "./errors";
import { makeTrue } from "./make-true";
import { remove } from "./remove";
import type { Services } from "./services";
import { lookAgainMs, standBack, standNoLonger } from "./stand-back";
import { Subject } from "./subject";
import { tell } from "./tell";

/** A pass over an object of a kind: made true, or removed. */
export function reconcilerOf(kind: KindName, source: ManagedSource, services: Services): Reconcile {
  return guarded(kind, source, services, async (subject) => {
    if (isBeingDeleted(subject.object)) return remove(subject, services);
    if (subject.policy.reconciliation === "skip") return standNoLonger(subject);
    return makeTrue(subject, services);
  });
}

/** A pass of which what hinders it is told in the object's conditions and as an event. */
export function guarded(
  kind: KindName,
  source: ManagedSource,
  services: Services,
  pass: (subject: Subject, services: Services) => Promise<Result>,
): Reconcile {
  return async (key, context) => {
    const object = source.store.get(key);
    if (!object) return {};
    const subject = new Subject(kind, source, object, context);
    try {
      const { acting, known } = services.predecessor;
      if (!known) return { requeueAfterMs: lookAgainMs };
      return acting === undefined ? await pass(subject, services) : await standBack(subject, acting);
    } catch (error) {
      return tellTrouble(subject, services, error);
    }
  };
}

async function tellTrouble(subject: Subject, services: Services, error: unknown): Promise<Result> {
  if (error instanceof ObjectGoneError || error instanceof BeingDeletedError) return {};
  // Of a cluster that does not answer, or work that was called off, the object has nothing to tell.
  const elsewhere = (error instanceof KubeApiError && !isInvalid(error)) || error instanceof KubeUnreachableError;
  if (elsewhere || subject.signal.aborted) throw error;
  const { outcome, again } = troubleOf(subject.kind, error);
  try {
    if (isHandledKind(subject.kind)) await recordReady(subject);
    await tell(subject, services, outcome);
  } catch (failure) {
    if (failure instanceof ObjectGoneError) return {};
    throw failure;
  }
  const [verdict] = outcome.verdicts;
  const note = verdict?.message ?? "";
  services.events.warning(subject.object, { reason: verdict?.reason ?? "InternalError", note });
  if (outcome.stalled && typeof again === "string") throw new TerminalError(note, { cause: error });
  if (again === "with-backoff") throw error;
  subject.context.log.warn({ reason: verdict?.reason, problem: note }, "waiting for something else to change");
  return again === "on-change" ? {} : { requeueAfterMs: again.afterMs };
}
