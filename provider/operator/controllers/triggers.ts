import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../../sdk/model/kinds";
import { isLeft } from "../claims/hand-over";
import type { Declared } from "../claims/rivals";
import { claimTriggers } from "../claims/triggers";
import type { Cluster } from "../cluster/cluster";
import type { ManagedObject } from "../cluster/managed-object";
import { embeddedKinds, namedBy, referrerKinds, targetsOf, thing } from "../cluster/references";
import { connectionTriggers } from "../connection-secrets/triggers";
import { atlasIdOf } from "../ownership/applied";
import { isLetGo } from "../ownership/finalizers";
import { isBeingDeleted, keyOf, type ObjectKey, parseKey, type Trigger, watching } from "../runtime";

/**
 * What calls for passes over the objects of a kind beside their own changes: the Secrets and objects that they name, those that name
 * them, those that declare the same, and the credentials that they use without naming them.
 */
export function triggersOf(kind: KindName, declared: Declared): Trigger[] {
  const { cluster, globalSecret } = declared;
  return [
    watching(cluster.secrets, (secret) => affectedBySecret(kind, cluster, keyOf(secret), globalSecret), dataChanged),
    ...targetsOf(kind).flatMap((target) => onTarget(kind, target, cluster)),
    ...referrerKinds(kind).flatMap((referrer) => onReferrer(kind, referrer, cluster)),
    ...claimTriggers(kind, declared),
    ...(kind === "AtlasDatabaseUser" ? connectionTriggers(cluster) : []),
  ];
}

function affectedBySecret(kind: KindName, cluster: Cluster, key: ObjectKey, globalSecret: ObjectKey): ObjectKey[] {
  // Which of them have credentials of their own is quicker found out by the passes.
  return key === globalSecret ? (cluster.source(kind)?.store.keys() ?? []) : usersOfSecret(kind, cluster, key);
}

/** Objects of a kind that name a Secret, or may use it through a project. */
export function usersOfSecret(kind: KindName, cluster: Cluster, key: ObjectKey): ObjectKey[] {
  const secret = thingOf("Secret", key);
  const direct = [...cluster.referrers(kind, secret), ...throughEmbedded(kind, cluster, secret)];
  if (kind === "AtlasProject") return direct;
  const projects = cluster.referrers("AtlasProject", secret).map((project) => thingOf("AtlasProject", project));
  const members = projects.flatMap((project) => cluster.referrers(kind, project));
  const named = cluster.referrers("AtlasProject", secret).flatMap((project) => namedByProject(kind, cluster, project));
  return [...direct, ...members, ...named];
}

/** Objects of a kind in which something is embedded that names a Secret: a stream connection its password. */
function throughEmbedded(kind: KindName, cluster: Cluster, secret: string): ObjectKey[] {
  return targetsOf(kind)
    .filter((target) => embeddedKinds.includes(target))
    .flatMap((target) => cluster.referrers(target, secret).map((key) => thingOf(target, key)))
    .flatMap((embedded) => cluster.referrers(kind, embedded));
}

function namedByProject(kind: KindName, cluster: Cluster, project: ObjectKey): ObjectKey[] {
  const object = cluster.get("AtlasProject", project);
  return object ? keysNamedBy("AtlasProject", object, kind) : [];
}

/** An object that others name has changed in a way that they see; what is embedded in an object changes with that object. */
function onTarget(kind: KindName, target: KindName, cluster: Cluster): Trigger[] {
  const source = cluster.source(target);
  if (!source) return [];
  const embedded = embeddedKinds.includes(target);
  const changed = embedded ? specChanged : seenChanged;
  const direct = watching(source, (object) => cluster.referrers(kind, thingOf(target, keyOf(object))), changed);
  if (!embedded) return [direct];
  const deeper = targetsOf(target).filter((below) => embeddedKinds.includes(below));
  return [direct, ...deeper.flatMap((below) => onEmbedded(kind, target, below, cluster))];
}

/** What is embedded in something that is embedded in an object: a policy in a schedule in a deployment. */
function onEmbedded(kind: KindName, between: KindName, below: KindName, cluster: Cluster): Trigger[] {
  const source = cluster.source(below);
  if (!source) return [];
  const referrers = (object: ManagedObject): ObjectKey[] =>
    cluster
      .referrers(between, thingOf(below, keyOf(object)))
      .flatMap((key) => cluster.referrers(kind, thingOf(between, key)));
  return [watching(source, referrers, specChanged)];
}

/** Something that names objects of the kind came, went or changed: those that are on their way out wait for that; teams tell of it. */
function onReferrer(kind: KindName, referrer: KindName, cluster: Cluster): Trigger[] {
  const source = cluster.source(referrer);
  if (!source) return [];
  const telling = kind === "AtlasTeam" || embeddedKinds.includes(kind);
  const affected = (object: ManagedObject): ObjectKey[] =>
    keysNamedBy(referrer, object, kind).filter((key) => {
      const named = cluster.get(kind, key);
      return named !== undefined && (telling || isBeingDeleted(named));
    });
  const changed = (before: ManagedObject, after: ManagedObject): boolean =>
    specChanged(before, after) ||
    seenChanged(before, after) ||
    isLetGo(before) !== isLetGo(after) ||
    isLeft(before) !== isLeft(after);
  return [watching(source, affected, changed)];
}

const keysNamedBy = (kind: KindName, object: ManagedObject, target: KindName): ObjectKey[] =>
  namedBy(kind, object)
    .filter((named) => named.kind === target)
    .map(({ namespace, name }) => `${namespace}/${name}`);

const thingOf = (kind: string, key: ObjectKey): string => {
  const { namespace = "", name } = parseKey(key);
  return thing(kind, namespace, name);
};

const dataChanged = (before: { data?: object }, after: { data?: object }): boolean =>
  !isDeepStrictEqual(before.data, after.data);

const specChanged = (before: ManagedObject, after: ManagedObject): boolean =>
  before.metadata.uid !== after.metadata.uid ||
  before.metadata.generation !== after.metadata.generation ||
  isBeingDeleted(before) !== isBeingDeleted(after);

/** What an object is to others: an id in Atlas, perhaps credentials, or on its way out. */
function seenChanged(before: ManagedObject, after: ManagedObject): boolean {
  const seen = (object: ManagedObject): unknown[] => [
    object.metadata.uid,
    atlasIdOf(object),
    isBeingDeleted(object),
    object.spec?.connectionSecretRef,
    object.spec?.name,
  ];
  return !isDeepStrictEqual(seen(before), seen(after));
}
