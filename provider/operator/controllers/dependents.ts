import { policyOf } from "../../../sdk/model/object-policy";
import { titleOf } from "../cluster/cluster";
import type { ManagedObject } from "../cluster/managed-object";
import { fateOf } from "../ownership/fate";
import { isLetGo } from "../ownership/finalizers";
import { isBeingDeleted } from "../runtime";
import { mainCondition } from "../status/main-condition";
import { Hindrance } from "./errors";
import type { Services } from "./services";
import type { Subject } from "./subject";

const mostShown = 5;

/**
 * What names an object needs it: a project is not deleted while deployments and users are in it. One that is kept waits as well, for
 * those that are being deleted in Atlas with its credentials.
 *
 * @throws Hindrance naming them
 */
export function assertNobodyNeeds({ kind, object, title }: Subject, services: Services, fate: "keep" | "delete"): void {
  const { cluster, behaviour } = services;
  const needs = (one: ManagedObject): boolean =>
    fate === "delete" ||
    (isBeingDeleted(one) &&
      policyOf(one.metadata.annotations).reconciliation !== "skip" &&
      fateOf(one, behaviour.deletionProtection) === "delete");
  const dependents = cluster
    .allReferrers(kind, object)
    .filter((referrer) => !isLetGo(referrer.object) && needs(referrer.object));
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
