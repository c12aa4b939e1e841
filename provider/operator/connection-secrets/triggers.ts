import { isDeepStrictEqual } from "node:util";
import { type Cluster, userKey } from "../cluster/cluster";
import type { ManagedObject } from "../cluster/managed-object";
import { decoded, type Secret } from "../cluster/secret";
import { readApplied } from "../ownership/applied";
import { isBeingDeleted, type KubeObject, keyOf, type ObjectKey, type Source, type Trigger } from "../runtime";
import { isReady } from "../status/verdict";
import { reachableKinds } from "./deployments";
import { projectIdIn } from "./labels";

/** What calls for passes over users so that their connection secrets stay right: deployments that come, go or move, lost Secrets. */
export function connectionTriggers(cluster: Cluster): Trigger[] {
  const deployments = reachableKinds.flatMap((kind) => cluster.source(kind) ?? []);
  return [
    ...deployments.map((source) => onLaterChange(source, reachableOtherwise, (object) => usersAround(cluster, object))),
    onLaterChange(cluster.secrets, tamperedWith, (secret) => userOf(cluster, secret)),
    onLaterChange(cluster.secrets, never, (secret) => usersInWant(cluster, secret)),
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
          if (before && (!after || counts(before, after))) add([before, after ?? before].flatMap(keysOf));
        } catch (error) {
          onError(error);
        }
      }),
  };
}

function usersAround(cluster: Cluster, deployment: ManagedObject): ObjectKey[] {
  const projectId = readApplied(deployment)?.id.projectId;
  const users = cluster.source("AtlasDatabaseUser");
  return typeof projectId === "string" && users ? users.store.keysBy("project", projectId) : [];
}

function userOf(cluster: Cluster, secret: Secret): ObjectKey[] {
  const { username } = decoded(secret);
  if (projectIdIn(secret) === undefined || username === undefined) return [];
  return (
    cluster.source("AtlasDatabaseUser")?.store.keysBy("user", userKey(secret.metadata.namespace ?? "", username)) ?? []
  );
}

/** Users beside a Secret that is gone and may have stood where one of theirs belongs: the names of both may give one name. */
function usersInWant(cluster: Cluster, { metadata: { namespace } }: Secret): ObjectKey[] {
  const users = cluster.source("AtlasDatabaseUser")?.store.list() ?? [];
  return users
    .filter(({ metadata }) => metadata.namespace === namespace)
    .filter((user) => !isBeingDeleted(user) && !isReady(user.status, user.metadata.generation))
    .map(keyOf);
}

const never = (): boolean => false;

/** While Atlas works on a deployment there is nothing new to tell its users. */
function reachableOtherwise(before: ManagedObject, after: ManagedObject): boolean {
  const ways = ({ status, metadata }: ManagedObject): unknown => [
    status?.connectionStrings,
    status?.hostnames,
    isBeingDeleted({ metadata }),
  ];
  return !isDeepStrictEqual(ways(before), ways(after));
}

const tamperedWith = (before: Secret, after: Secret): boolean =>
  !isDeepStrictEqual([before.data, before.metadata.labels], [after.data, after.metadata.labels]);
