import { aftercareOf } from "../aftercare/registry";
import { assertFirst } from "../claims/assert-first";
import { ClusterLookup } from "../cluster/lookup";
import type { Json } from "../cluster/managed-object";
import type { Hindrance } from "./errors";
import { assertServedByGovernment } from "./government";
import { reapplyPeriod } from "./reapply-period";
import { checkResourceVersion } from "./resource-version";
import type { Services } from "./services";
import type { Subject } from "./subject";
import { beginWork, resolveDesired, type Work } from "./work";

/** What a pass is to make true, and with what. */
export interface Preparation {
  work: Work;
  desired: Json;
  /** For people. */
  warning?: string;
  /** Milliseconds after which the object asks to be looked at again. */
  reapplyMs?: number;
  /** Its time is over: nothing is to be asked of Atlas. */
  over?: Hindrance;
}

/**
 * Looks whether an object can be gone about. Changes nothing, so that a dry run finds what stands in the way as a pass does.
 *
 * @throws Hindrance, ValidationError
 */
export async function prepare(subject: Subject, services: Services): Promise<Preparation> {
  const warning = checkResourceVersion(subject.object, subject.policy.resourceVersion === "allow");
  if (services.behaviour.government) assertServedByGovernment(subject.kind, subject.spec);
  const reapplyMs = reapplyPeriod(subject);
  assertFirst(subject, services);
  const work = await beginWork(subject, services);
  const desired = await resolveDesired(subject, new ClusterLookup(services.cluster, subject.signal));
  return { work, desired, warning, reapplyMs, over: aftercareOf(subject.kind).over?.(work, desired) };
}
