import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { asSet } from "../canonical";
import type { Change, Difference } from "../contract";
import { differences } from "../differences";
import type { Part } from "./part";
import { clusterPath, type Dedicated, type DeploymentId, type ResolvedDeployment } from "./types";

/** A collection that a global cluster spreads. What makes its chunks is only compared where Atlas tells it. */
export type Namespace = NonNullable<Dedicated["managedNamespaces"]>[number];

const condition = "ManagedNamespacesReady";
const path = "spec.deploymentSpec.managedNamespaces";
const nameOf = ({ db, collection }: Namespace): string => `${db}.${collection}`;

/** Collections of a global cluster. One that is declared otherwise is taken out and put in again: Atlas changes none. */
export const managedNamespaces: Part<Namespace[]> = {
  condition,
  operations: ["createGroupClusterGlobalWriteManagedNamespace", "deleteGroupClusterGlobalWriteManagedNamespaces"],

  declared: ({ deploymentSpec }) => deploymentSpec?.managedNamespaces !== undefined,

  check: ({ deploymentSpec: spec }) => [
    ...(spec?.managedNamespaces?.length && spec.clusterType !== "GEOSHARDED"
      ? [{ path, message: "may only be given when clusterType is GEOSHARDED" }]
      : []),
    ...(spec?.managedNamespaces ?? []).flatMap(({ customShardKey }, index) =>
      customShardKey ? [] : [{ path: `${path}[${index}].customShardKey`, message: "is required" }],
    ),
  ],

  async observe(api, id, { settings }, _last, options) {
    if (settings.clusterType !== "GEOSHARDED") return undefined;
    const call: AtlasCall<"getGroupClusterGlobalWrites"> = {
      operation: "getGroupClusterGlobalWrites",
      params: clusterPath(id),
    };
    return observed(await api.send(call, options));
  },

  plan({ desired, owned, observed = [], id }) {
    const wanted = new Map(namespacesOf(desired).map((namespace) => [nameOf(namespace), namespace]));
    const ours = new Set(namespacesOf(owned).map(nameOf));
    const there = new Map(observed.map((namespace) => [nameOf(namespace), namespace]));
    const undeclared = observed.filter((namespace) => !wanted.has(nameOf(namespace)));
    const foreign = undeclared.filter((namespace) => !ours.has(nameOf(namespace))).map(nameOf);
    return {
      changes: [
        ...undeclared.filter((namespace) => ours.has(nameOf(namespace))).map((namespace) => removal(namespace, [], id)),
        ...[...wanted.values()].flatMap((namespace) => place(namespace, there.get(nameOf(namespace)), id)),
      ],
      notes:
        desired.deploymentSpec?.managedNamespaces && foreign.length > 0
          ? [`left alone, as this object does not declare them: managed namespaces ${foreign.join(", ")}`]
          : [],
    };
  },

  async apply(api, { action, call }, state = [], options) {
    const answer = await noneIfAbsent(
      api.send(call as AtlasCall<"createGroupClusterGlobalWriteManagedNamespace">, options),
    );
    if (answer) return observed(answer);
    const { db, collection } = call.query ?? {};
    return action === "delete"
      ? state.filter((other) => other.db !== db || other.collection !== collection)
      : undefined;
  },

  claimUnsure(desired, previous) {
    if (!desired.deploymentSpec) return desired;
    const both = [...namespacesOf(previous), ...namespacesOf(desired)];
    const byName = new Map(both.map((namespace) => [nameOf(namespace), namespace]));
    return { ...desired, deploymentSpec: { ...desired.deploymentSpec, managedNamespaces: [...byName.values()] } };
  },

  status: (namespaces) => ({ managedNamespaces: namespaces.map((namespace) => ({ ...namespace, status: "READY" })) }),

  toSpec: (namespaces): { deploymentSpec?: Partial<Dedicated> } =>
    namespaces.length > 0 ? { deploymentSpec: { managedNamespaces: namespaces } } : {},
};

const namespacesOf = (spec: ResolvedDeployment | undefined): Namespace[] =>
  (spec?.deploymentSpec?.managedNamespaces ?? []).map(normalise);

function observed({ managedNamespaces = [] }: ResponseBody<"getGroupClusterGlobalWrites">): Namespace[] {
  return asSet(managedNamespaces.map(normalise));
}

function normalise({ db, collection, customShardKey, numInitialChunks, ...flags }: Namespace): Namespace {
  return {
    db,
    collection,
    ...(customShardKey && { customShardKey }),
    isCustomShardKeyHashed: flags.isCustomShardKeyHashed ?? false,
    isShardKeyUnique: flags.isShardKeyUnique ?? false,
    ...(numInitialChunks && { numInitialChunks }),
    ...(flags.presplitHashedZones !== undefined && { presplitHashedZones: flags.presplitHashedZones }),
  };
}

/** How the first chunks are made has no effect later on. */
const onlyAtFirst = ["numInitialChunks", "presplitHashedZones"] as const;

function place(namespace: Namespace, before: Namespace | undefined, id: DeploymentId): Change[] {
  if (!before) return [creation(namespace, id)];
  const compared: Partial<Namespace> = { ...namespace };
  for (const field of onlyAtFirst) if (before[field] === undefined) delete compared[field];
  const differing = differences(compared, before, `${path}[${nameOf(namespace)}]`);
  return differing.length === 0 ? [] : [removal(before, differing, id), creation(namespace, id)];
}

function creation(namespace: Namespace, id: DeploymentId): Change {
  const call: AtlasCall = {
    operation: "createGroupClusterGlobalWriteManagedNamespace",
    params: clusterPath(id),
    body: namespace as RequestBody<"createGroupClusterGlobalWriteManagedNamespace">,
  };
  const name = nameOf(namespace);
  const description = `manage namespace ${name} of deployment ${id.name}`;
  return { ...part, action: "create", description, call, differences: [{ path: `${path}[${name}]`, to: namespace }] };
}

function removal(namespace: Namespace, differing: Difference[], id: DeploymentId): Change {
  const { db, collection } = namespace;
  const call: AtlasCall = {
    operation: "deleteGroupClusterGlobalWriteManagedNamespaces",
    params: clusterPath(id),
    query: { db, collection },
  };
  const name = nameOf(namespace);
  const description = `manage namespace ${name} of deployment ${id.name} no longer`;
  const differences = differing.length > 0 ? differing : [{ path: `${path}[${name}]`, from: namespace }];
  return { ...part, action: "delete", description, call, differences };
}

const part = { scope: "part", condition, reason: condition } as const;
