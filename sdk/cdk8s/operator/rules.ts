/** A rule of RBAC. `resourceNames` absent: whatever the objects are called. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What a rule must know of a kind. */
export interface RuledKind {
  readonly group: string;
  readonly plural: string;
}

/** Upstream's Lease, for which both operators stand: see docs/operator.md. */
export const LEASE_NAME = "06d035fb.mongodb.com";

/** Lease of the operator of Ariga's Atlas, which ours only looks at. */
export const DATABASE_LEASE_NAME = "5220c287.atlasgo.io";

/**
 * What the operator does wherever it looks after objects.
 *
 * - Objects are followed and read again after a conflict; finalizers and annotations are patches. It never makes or deletes one.
 *   `finalizers` is not asked for: that subresource guards owner references that block deletion, and it sets none.
 * - Secrets: credentials are followed and held by a finalizer, connection secrets written and removed.
 * - ConfigMaps: schemas and migrations are read; which of them change is followed, by their metadata.
 * - Leases: those of both upstreams are followed, to leave objects to whoever holds them. Naming them works since the requests select
 *   by name.
 *
 * @param also what only some installations need: `devDatabaseRules`, `shardRules`
 */
export function workingRules(kinds: readonly RuledKind[], ...also: readonly Rule[]): Rule[] {
  return [
    ...byGroup(kinds).flatMap(({ group, plurals }) => [
      { apiGroups: [group], resources: plurals, verbs: ["get", "list", "patch", "watch"] },
      { apiGroups: [group], resources: plurals.map((plural) => `${plural}/status`), verbs: ["patch"] },
    ]),
    { apiGroups: [""], resources: ["secrets"], verbs: ["create", "delete", "get", "list", "patch", "watch"] },
    { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
    { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "get", "patch"] },
    followLeases,
    ...also,
  ];
}

/**
 * What starting dev databases needs: their Deployments are made, scaled and, where another driver is wanted, made anew; which pod is
 * ready is looked up. Whoever may make Deployments may run what he likes there, so this is for installations that ask for it.
 */
export const devDatabaseRules: readonly Rule[] = [
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "delete", "get", "patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
];

/** What shards need: which namespace is whose is followed, by the labels of all of them, and asked where nothing is heard. */
export const shardRules: readonly Rule[] = [
  { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list", "watch"] },
];

/** Lease of a shard. */
export const shardLease = (shard: string): string => `${LEASE_NAME}-${shard}`;

const followLeases: Rule = {
  apiGroups: ["coordination.k8s.io"],
  resources: ["leases"],
  resourceNames: [LEASE_NAME, DATABASE_LEASE_NAME],
  verbs: ["list", "watch"],
};

/**
 * What it does in the namespace that it runs in: stand for election, and follow its own Secret. A Lease that is made has no name yet as
 * far as RBAC is concerned, so that right cannot be narrowed.
 */
export function ownRules(globalSecretName: string, shards: readonly string[] = []): Rule[] {
  const leases = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };
  return [
    { ...leases, verbs: ["create"] },
    { ...leases, resourceNames: [LEASE_NAME], verbs: ["get", "list", "update", "watch"] },
    { ...leases, resourceNames: [DATABASE_LEASE_NAME], verbs: ["list", "watch"] },
    { apiGroups: [""], resources: ["secrets"], resourceNames: [globalSecretName], verbs: ["get", "list", "watch"] },
    ...(shards.length > 0 ? [{ ...leases, resourceNames: shards.map(shardLease), verbs: ["get", "update"] }] : []),
  ];
}

/** What people may do with objects of the kinds, who may look at a namespace or work in it. */
export function peopleRules(kinds: readonly RuledKind[], may: "view" | "edit"): Rule[] {
  const verbs = may === "view" ? ["get", "list", "watch"] : ["create", "delete", "deletecollection", "patch", "update"];
  return byGroup(kinds).map(({ group, plurals }) => ({ apiGroups: [group], resources: plurals, verbs }));
}

function byGroup(kinds: readonly RuledKind[]): { group: string; plurals: string[] }[] {
  const groups = [...new Set(kinds.map(({ group }) => group))].sort();
  return groups.map((group) => ({
    group,
    plurals: kinds.flatMap((kind) => (kind.group === group ? [kind.plural] : [])).sort(),
  }));
}
