import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../../sdk/model/kinds";
import type { Cluster } from "../cluster/cluster";
import { projectOf } from "../cluster/declared-project";
import { type ManagedObject, namespaceOf } from "../cluster/managed-object";
import { decoded, type Secret } from "../cluster/secret";
import { readApplied } from "../ownership/applied";
import { isBeingDeleted, type KubeObject, keyOf, type ObjectKey, type Source, type Trigger } from "../runtime";
import { isReady } from "../status/verdict";
import { reachableKinds } from "./deployments";
import { projectIdIn } from "./labels";
import { usersLike } from "./namesakes";
import { areAlike, endOf, mayEndIn } from "./secret-names";

/** What calls for passes over users so that their connection secrets stay right: deployments that come, go or move, lost Secrets. */
export function connectionTriggers(cluster: Cluster): Trigger[] {
  const users = cluster.source("AtlasDatabaseUser");
  return [
    ...(users
      ? [
          onLaterChange(users, declaresOtherwise, (user) => [
            ...namesakes(cluster, user),
            ...usersInWant(cluster, user, (other) => areAlike(endOf(user), endOf(other))),
          ]),
        ]
      : []),
    ...reachableKinds.flatMap((kind) => {
      const source = cluster.source(kind);
      return source ? [onLaterChange(source, reachableOtherwise(kind), usersAround(cluster, kind))] : [];
    }),
    onLaterChange(cluster.secrets, tamperedWith, (secret) => userOf(cluster, secret)),
    onLaterChange(cluster.secrets, never, (secret) =>
      usersInWant(cluster, secret, (user) => mayEndIn(secret.metadata.name, endOf(user))),
    ),
  ];
}

/**
 * Unlike `watching`, says nothing of what is new: a deployment cannot be reached yet, and a Secret was just written. Both states count for
 * who is told: one that was followed with gaps may have got what it is known by together with what changed.
 */
function onLaterChange<T extends KubeObject, I extends string>(
  source: Source<T, I>,
  counts: (before: T, after: T) => boolean,
  keysOf: (object: T) => ObjectKey[],
): Trigger {
  return {
    source,
    subscribe: (add, onError) =>
      source.subscribe(({ before, after }) => {
        try {
          if (before && (!after || counts(before, after))) add((after ? [before, after] : [before]).flatMap(keysOf));
        } catch (error) {
          onError(error);
        }
      }),
  };
}

function usersAround(cluster: Cluster, kind: KindName): (deployment: ManagedObject) => ObjectKey[] {
  return (deployment) => {
    const projectId = projectOf(cluster, kind, deployment);
    const users = cluster.source("AtlasDatabaseUser");
    return projectId !== undefined && users ? users.store.keysBy("project", projectId) : [];
  };
}

function userOf(cluster: Cluster, secret: Secret): ObjectKey[] {
  const { username } = decoded(secret);
  if (projectIdIn(secret) === undefined || username === undefined) return [];
  return usersLike(cluster, secret.metadata.namespace ?? "", username).map(keyOf);
}

/** Users beside one of their name, who may have had connection secrets that are theirs or nobody's from now on. */
function namesakes(cluster: Cluster, user: ManagedObject): ObjectKey[] {
  const others = usersLike(cluster, namespaceOf(user), String(user.spec?.username ?? ""));
  return others.map(keyOf).filter((key) => key !== keyOf(user));
}

/**
 * Users beside what is gone and may have stood where something of theirs belongs: a Secret, or whoever has left one there. The names of
 * both may give one name. Those who lack nothing are not asked, and those who lack something else only as often as that calls for.
 */
function usersInWant(
  cluster: Cluster,
  { metadata: { namespace } }: KubeObject,
  concerns: (user: ManagedObject) => boolean,
): ObjectKey[] {
  const users = cluster.source("AtlasDatabaseUser")?.store.list() ?? [];
  return users
    .filter(({ metadata }) => metadata.namespace === namespace)
    .filter((user) => !isBeingDeleted(user) && !isReady(user.status, user.metadata.generation) && concerns(user))
    .map(keyOf);
}

const never = (): boolean => false;

/** Whether a user goes, or may have other connection secrets than before. */
function declaresOtherwise(before: ManagedObject, after: ManagedObject): boolean {
  const declared = (user: ManagedObject): unknown => [
    user.metadata.uid,
    isBeingDeleted(user),
    user.spec?.username,
    user.spec?.scopes,
    user.spec?.projectRef,
    user.spec?.externalProjectRef,
  ];
  return !isDeepStrictEqual(declared(before), declared(after));
}

/**
 * While Atlas works on a deployment there is nothing new to tell its users. Of a federated database, that it is made is news: upstream's
 * definition has no place for its hosts.
 */
function reachableOtherwise(kind: KindName): (before: ManagedObject, after: ManagedObject) => boolean {
  const ways = (object: ManagedObject): unknown => [
    object.status?.connectionStrings,
    object.status?.hostnames,
    isBeingDeleted(object),
    kind === "AtlasDataFederation" && readApplied(object)?.id,
  ];
  return (before, after) => !isDeepStrictEqual(ways(before), ways(after));
}

const tamperedWith = (before: Secret, after: Secret): boolean =>
  !isDeepStrictEqual([before.data, before.metadata.labels], [after.data, after.metadata.labels]);
