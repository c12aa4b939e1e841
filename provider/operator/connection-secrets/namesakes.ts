import { isOver } from "../claims/expiry";
import { userKey } from "../cluster/cluster";
import { projectOf } from "../cluster/declared-project";
import type { ManagedObject } from "../cluster/managed-object";
import type { Services } from "../controllers/services";
import type { Subject } from "../controllers/subject";
import { isBeingDeleted } from "../runtime";

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
  const users = cluster.source(kind)?.store.by("user", userKey(namespace, username)) ?? [];
  return users.filter(
    (one) =>
      // Names that differ may be found under one key.
      one.spec?.username === username &&
      one.metadata.uid !== object.metadata.uid &&
      !isBeingDeleted(one) &&
      !isOver(kind, one, clock) &&
      projectOf(cluster, kind, one) === projectId,
  );
}
