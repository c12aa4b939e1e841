import type { KindName } from "../../../sdk/model/kinds";
import { policyOf } from "../../../sdk/model/object-policy";
import { placesOfObject } from "../../../sdk/model/places-in-manifests";
import { leftTo } from "../claims/hand-over";
import { heirsOf, type Rival } from "../claims/rivals";
import { titleOf } from "../cluster/cluster";
import type { ManagedObject } from "../cluster/managed-object";
import { namedBy } from "../cluster/references";
import { fateOf } from "../ownership/fate";
import { isLetGo } from "../ownership/finalizers";
import { isBeingDeleted, keyOf } from "../runtime";
import { mainCondition } from "../status/main-condition";
import { Hindrance } from "./errors";
import type { Services } from "./services";
import type { Subject } from "./subject";

const mostShown = 5;

/**
 * What names an object needs it: a project is not deleted while deployments and users are in it. One that is kept waits as well, for
 * those that are being deleted in Atlas with its credentials; not for those that leave what they made to somebody else, who may be
 * waiting for it to be gone.
 *
 * @throws Hindrance naming them
 */
export function assertNobodyNeeds(subject: Subject, services: Services, fate: "keep" | "delete"): void {
  const { kind, object, title } = subject;
  const { cluster, behaviour } = services;
  // With the fate of what is kept: it stays until its own heir has it, and with that the heirs of what is in it are known.
  const isLeaving = fateOf(object, behaviour.deletionProtection) === "delete" || isInheritedFrom(subject, services);
  const needs = (dependent: KindName, one: ManagedObject): boolean =>
    fate === "delete" ||
    (isToBeDeleted(one, services) &&
      !leftTo(services, dependent, one).some((heir) => isLeaving || areInOne(one, heir.object)));
  const dependents = cluster
    .allReferrers(kind, object)
    .filter((referrer) => !isLetGo(referrer.object) && needs(referrer.kind, referrer.object));
  if (dependents.length === 0) return;
  const shown = dependents.slice(0, mostShown).map((referrer) => titleOf(referrer.kind, referrer.object));
  const more = dependents.length > mostShown ? ` and ${dependents.length - mostShown} more` : "";
  throw new Hindrance(`${title} cannot be deleted while others need it: ${shown.join(", ")}${more}`, {
    condition: mainCondition(kind),
    reason: "InternalError",
    // They tell when they go; this is for what was missed.
    again: { afterMs: 60_000 },
  });
}

/**
 * Whether something leaves what it made in an object, a project, to what names an heir of that: it is found through this heir, and can
 * take over only when that one has the project. So even a project that is kept must stay until then.
 */
export function isInheritedFrom({ kind, object }: Subject, services: Services): boolean {
  const heirs = new Set(heirsOf(services, kind, object).map((heir) => keyOf(heir.object)));
  if (heirs.size === 0) return false;
  const isThroughHeir = (one: Rival): boolean =>
    namedBy(one.kind, one.object).some((named) => named.kind === kind && heirs.has(`${named.namespace}/${named.name}`));
  return services.cluster
    .allReferrers(kind, object)
    .some(
      (referrer) =>
        !isLetGo(referrer.object) &&
        isToBeDeleted(referrer.object, services) &&
        leftTo(services, referrer.kind, referrer.object).some(isThroughHeir),
    );
}

const isToBeDeleted = (object: ManagedObject, { behaviour }: Services): boolean =>
  isBeingDeleted(object) &&
  policyOf(object.metadata.annotations).reconciliation !== "skip" &&
  fateOf(object, behaviour.deletionProtection) === "delete";

/** Whether two objects say by the same name in which project they are: they do so still when what stands for it is gone. */
function areInOne(one: ManagedObject, other: ManagedObject): boolean {
  const [mine, theirs] = [one, other].map(({ metadata: { name, namespace }, spec }) =>
    placesOfObject({ name, namespace, spec })("project"),
  );
  return (mine ?? []).some((name) => theirs?.includes(name));
}
