import { isOver } from "../claims/expiry";
import { type Cluster, userKey } from "../cluster/cluster";
import { projectOf } from "../cluster/declared-project";
import type { ManagedObject } from "../cluster/managed-object";
import type { Services } from "../controllers/services";
import type { Subject } from "../controllers/subject";
import { isBeingDeleted } from "../runtime";

/** Users of a namespace whose connection secrets may be called as those of a user of this name: names that differ may be found with it. */
export const usersLike = (cluster: Cluster, namespace: string, username: string): ManagedObject[] =>
  cluster.source("AtlasDatabaseUser")?.store.by("user", userKey(namespace, username)) ?? [];

/**
 * Others in a user's namespace that declare one of a name in a project, and stay: Atlas tells users of two authentication databases apart,
 * the names of connection secrets do not.
 */
export function namesakesOf(
  { cluster, clock }: Services,
  { object, namespace }: Pick<Subject, "object" | "namespace">,
  username: string,
  projectId: string,
): ManagedObject[] {
  const kind = "AtlasDatabaseUser";
  return usersLike(cluster, namespace, username).filter(
    (one) =>
      one.spec?.username === username &&
      one.metadata.uid !== object.metadata.uid &&
      !isBeingDeleted(one) &&
      !isOver(kind, one, clock) &&
      projectOf(cluster, kind, one) === projectId,
  );
}
