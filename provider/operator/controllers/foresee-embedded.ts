import { ClusterLookup } from "../cluster/lookup";
import type { Foreseen } from "../foreseen";
import { isBeingDeleted } from "../runtime";
import { assertUnused, namesOf, usersOf } from "./embedded-users";
import { checkResourceVersion } from "./resource-version";
import type { Services } from "./services";
import type { Subject } from "./subject";
import { resolveDesired } from "./work";

/**
 * What would be done for an object that others write to Atlas: what they would change is told of them.
 *
 * @throws Hindrance, ValidationError
 */
export async function foreseeEmbedded(
  subject: Subject,
  services: Services,
): Promise<Pick<Foreseen, "outcome" | "message">> {
  const users = usersOf(subject, services);
  if (isBeingDeleted(subject.object)) {
    assertUnused(subject, users);
    return { outcome: "leaves", message: "nobody uses it" };
  }
  checkResourceVersion(subject.object, subject.policy.resourceVersion === "allow");
  await resolveDesired(subject, new ClusterLookup(services.cluster, subject.signal));
  return { outcome: "in-sync", message: users.length > 0 ? `a part of ${namesOf(users)}` : "nobody uses it" };
}
