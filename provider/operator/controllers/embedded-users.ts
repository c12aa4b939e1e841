import { type Cluster, titleOf } from "../cluster/cluster";
import { isLetGo } from "../ownership/finalizers";
import { Hindrance } from "./errors";
import type { Services } from "./services";
import type { Subject } from "./subject";

/** Somebody who names an object. */
export type Referrer = ReturnType<Cluster["allReferrers"]>[number];

/** Who writes an embedded object to Atlas. */
export const usersOf = ({ kind, object }: Subject, { cluster }: Services): Referrer[] =>
  cluster.allReferrers(kind, object).filter((user) => !isLetGo(user.object));

export const namesOf = (users: readonly Referrer[]): string =>
  users.map(({ kind, object }) => titleOf(kind, object)).join(", ");

/** @throws Hindrance naming them */
export function assertUnused({ title }: Subject, users: readonly Referrer[]): void {
  if (users.length === 0) return;
  throw new Hindrance(`${title} cannot go while others use it: ${namesOf(users)}`, {
    condition: "Ready",
    reason: "InternalError",
    // They tell when they go; this is for what was missed.
    again: { afterMs: 60_000 },
  });
}
