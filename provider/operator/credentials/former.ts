import type { KindName } from "../../../sdk/model/kinds";
import type { Cluster } from "../cluster/cluster";
import { declaredProjectOf } from "../cluster/declared-project";
import type { ManagedObject } from "../cluster/managed-object";
import { type Remembered, rememberedOf } from "../ownership/remembered";
import type { ObjectKey } from "../runtime";
import { type CredentialsPlace, rememberedPlace } from "./place";

/**
 * Where the credentials are for a thing that is not in the project that its object names now: those of that project may not reach it.
 * Absent where the object's own will do, or nothing is remembered.
 */
export function formerPlace(
  cluster: Cluster,
  kind: KindName,
  object: ManagedObject,
  { id, credentials }: Remembered,
  globalSecret: ObjectKey,
): CredentialsPlace | undefined {
  const { projectId } = id;
  if (credentials === undefined || projectId === undefined) return undefined;
  if (projectId === declaredProjectOf(cluster, kind, object)) return undefined;
  return rememberedPlace(kind, object, credentials, globalSecret);
}

/** The same for all that an object has where it was before, once it is known to be declared elsewhere. */
export function formerPlaces(
  cluster: Cluster,
  kind: KindName,
  object: ManagedObject,
  globalSecret: ObjectKey,
): CredentialsPlace[] {
  if (declaredProjectOf(cluster, kind, object) === undefined) return [];
  return rememberedOf(object).flatMap((one) => formerPlace(cluster, kind, object, one, globalSecret) ?? []);
}
