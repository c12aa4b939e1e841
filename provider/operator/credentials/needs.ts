import { isKindName, type KindName } from "../../../sdk/model/kinds";
import { policyOf } from "../../../sdk/model/object-policy";
import { credentialsSecretOf } from "../../kinds/resolve-credentials";
import { type ManagedObject, namespaceOf } from "../cluster/managed-object";
import { namedBy } from "../cluster/references";
import type { Services } from "../controllers/services";
import { usersOfSecret } from "../controllers/triggers";
import { fateOf } from "../ownership/fate";
import { isHeld } from "../ownership/finalizers";
import { rememberedOf } from "../ownership/remembered";
import { isBeingDeleted, type ObjectKey } from "../runtime";
import { formerPlaces } from "./former";
import { credentialsPlace } from "./place";

/** Whether something must still be deleted in Atlas with a Secret. The operator's own is nobody's in particular. */
export function isNeeded(services: Services, key: ObjectKey): boolean {
  const { cluster, globalSecret } = services;
  if (key === globalSecret) return false;
  return cluster.kinds.some((kind) =>
    usersOfSecret(kind, cluster, key).some((user) => {
      const object = cluster.get(kind, user);
      return object !== undefined && secretsNeeded(services, kind, object).includes(key);
    }),
  );
}

/** With what the object is to be deleted in Atlas, sooner or later, and what it has in a project that it no longer names. */
export function secretsNeeded(
  { cluster, globalSecret, behaviour }: Services,
  kind: KindName,
  object: ManagedObject,
): ObjectKey[] {
  const skipped = policyOf(object.metadata.annotations).reconciliation === "skip";
  const isDeleted = fateOf(object, behaviour.deletionProtection) === "delete";
  if (!isHeld(object) || skipped || (isBeingDeleted(object) && !isDeleted)) return [];
  const places = [
    ...(isDeleted ? [credentialsPlace(cluster, kind, object, globalSecret)] : []),
    // Whatever the policy: a thing that moves leaves its old project.
    ...formerPlaces(cluster, kind, object, globalSecret),
  ];
  return places.filter(({ barred }) => barred === undefined).map(({ secret }) => secret);
}

/** With what earlier passes over an object worked. */
export const secretsRemembered = (object: ManagedObject): ObjectKey[] =>
  rememberedOf(object).flatMap(({ credentials }) => credentials ?? []);

/**
 * Secrets that may be needed, or needed no more, once a project says another one or is another one in Atlas: its own, and those of what
 * is in it and of what it names, which do not change with it.
 */
export function secretsThrough(services: Services, project: ManagedObject): ObjectKey[] {
  const { cluster } = services;
  const own = credentialsSecretOf("AtlasProject", project.spec ?? {}, namespaceOf(project));
  const named = namedBy("AtlasProject", project).flatMap(({ kind, namespace, name }) => {
    const object = isKindName(kind) ? cluster.get(kind, `${namespace}/${name}`) : undefined;
    return isKindName(kind) && object ? [{ kind, object }] : [];
  });
  return [
    ...(own ? [`${own.namespace}/${own.name}`] : []),
    ...[...cluster.allReferrers("AtlasProject", project), ...named].flatMap(({ kind, object }) => [
      ...secretsNeeded(services, kind, object),
      ...secretsRemembered(object),
    ]),
  ];
}
