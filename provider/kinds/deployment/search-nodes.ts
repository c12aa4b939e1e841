import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import { same } from "../canonical";
import type { Change, Pending } from "../contract";
import type { Part } from "./part";
import { isTenant } from "./shards";
import { clusterPath, type Dedicated, type DeploymentId, type ResolvedDeployment } from "./types";

/** Nodes of their own for search, as Atlas shows them. */
export interface SearchNodes {
  /** Empty when there are none. */
  nodes: Node[];
  stateName: string;
}

interface Node {
  instanceSize?: string;
  nodeCount?: number;
}

const condition = "SearchNodesReady";
const path = "spec.deploymentSpec.searchNodes";
const none: SearchNodes = { nodes: [], stateName: "IDLE" };

/** Search runs on nodes of its own where any are declared. What was declared here and no longer is goes; what others set up stays. */
export const searchNodes: Part<SearchNodes> = {
  condition,
  operations: [
    "createGroupClusterSearchDeployment",
    "updateGroupClusterSearchDeployment",
    "deleteGroupClusterSearchDeployment",
  ],

  declared: ({ deploymentSpec }) => deploymentSpec?.searchNodes !== undefined,

  check: (desired) =>
    declaredNodes(desired).some(({ instanceSize }) => !instanceSize)
      ? [{ path: `${path}[0].instanceSize`, message: "is required" }]
      : [],

  async observe(api, id, { shards }, _last, options) {
    if (isTenant(shards)) return undefined;
    const call: AtlasCall<"getGroupClusterSearchDeployment"> = {
      operation: "getGroupClusterSearchDeployment",
      params: clusterPath(id),
    };
    return observed(await noneIfAbsent(api.send(call, options)));
  },

  plan({ desired, owned, observed = none, id }) {
    const declared = declaredNodes(desired);
    const ours = declaredNodes(owned).length > 0;
    const pending = underWay(declared, ours, observed, id);
    const [node] = declared;
    const [before] = observed.nodes;
    if (!node) {
      if (!before) return { changes: [], pending };
      if (ours) return { changes: [removal(before, id)], pending };
      const foreign =
        desired.deploymentSpec?.searchNodes && `left alone, as this object does not declare them: search nodes`;
      return { changes: [], notes: foreign ? [foreign] : [] };
    }
    if (!before) return { changes: [creation(node, id)], pending };
    const { instanceSize = before.instanceSize, nodeCount = before.nodeCount } = node;
    const wanted = { instanceSize, nodeCount };
    return { changes: same(wanted, before) ? [] : [update(wanted, before, id)], pending };
  },

  async apply(api, { action, call }, _state, options) {
    if (action === "create") {
      return observed(await api.send(call as AtlasCall<"createGroupClusterSearchDeployment">, options));
    }
    // The answer to an update shows the former state (Atlas Admin API, updateGroupClusterSearchDeployment).
    const sent = api.send(call, options);
    await (action === "delete" ? sent.catch(gone) : sent);
    return undefined;
  },

  claimUnsure: (desired, previous) =>
    declaredNodes(desired).length > 0 || !desired.deploymentSpec
      ? desired
      : {
          ...desired,
          deploymentSpec: { ...desired.deploymentSpec, searchNodes: previous?.deploymentSpec?.searchNodes },
        },

  toSpec: ({ nodes }): { deploymentSpec?: Partial<Dedicated> } =>
    nodes.length > 0 ? { deploymentSpec: { searchNodes: nodes.slice(0, 1) } } : {},
};

const declaredNodes = (spec: ResolvedDeployment | undefined): Node[] => spec?.deploymentSpec?.searchNodes ?? [];

/** A cluster that has none answers with an empty object. */
function observed(answer: ResponseBody<"getGroupClusterSearchDeployment"> | undefined): SearchNodes {
  const { specs = [], stateName = "IDLE" } = answer ?? {};
  return { nodes: specs.map(({ instanceSize, nodeCount }) => ({ instanceSize, nodeCount })), stateName };
}

/** Nodes of a paused cluster are paused: nothing goes on with them. */
function underWay(declared: Node[], ours: boolean, { nodes, stateName }: SearchNodes, id: DeploymentId) {
  if (stateName !== "UPDATING" || nodes.length === 0) return undefined;
  const verb = declared.length === 0 ? "Deleting" : ours ? "Updating" : "Creating";
  const doing = { Deleting: "deleted", Updating: "changed", Creating: "made" }[verb];
  const message = `search nodes of deployment ${id.name} are being ${doing}`;
  return { condition, reason: `SearchNodes${verb}`, message, retryAfterMs: 10_000 } satisfies Pending;
}

const show = ({ instanceSize, nodeCount }: Node): string => `${nodeCount ?? 2} × ${instanceSize}`;
// The contract lists the sizes it knew; what is declared is for Atlas to judge.
const body = (node: Node) => ({ specs: [node] }) as RequestBody<"createGroupClusterSearchDeployment">;

function creation(node: Node, id: DeploymentId): Change {
  const call: AtlasCall = {
    operation: "createGroupClusterSearchDeployment",
    params: clusterPath(id),
    body: body(node),
  };
  const description = `make search nodes of deployment ${id.name}: ${show(node)}`;
  const differences = [{ path, to: show(node) }];
  return { ...part, action: "create", description, call, differences };
}

function update(node: Node, before: Node, id: DeploymentId): Change {
  const call: AtlasCall = {
    operation: "updateGroupClusterSearchDeployment",
    params: clusterPath(id),
    body: body(node),
  };
  const description = `change search nodes of deployment ${id.name} to ${show(node)}`;
  const differences = [{ path, from: show(before), to: show(node) }];
  return { ...part, action: "update", description, call, differences };
}

function removal(before: Node, id: DeploymentId): Change {
  const call: AtlasCall = { operation: "deleteGroupClusterSearchDeployment", params: clusterPath(id) };
  const description = `delete search nodes of deployment ${id.name}`;
  const differences = [{ path, from: show(before) }];
  return { ...part, reason: "SearchNodesNotDeletedInAtlas", action: "delete", description, call, differences };
}

const part = { scope: "part", condition, reason: "SearchNodesNotUpsertedInAtlas" } as const;

/** Nodes that are leaving or gone are none (Atlas Admin API, deleteGroupClusterSearchDeployment). */
function gone(error: unknown): void {
  if (!hasAtlasCode(error, "ATLAS_FTS_DEPLOYMENT_DOES_NOT_EXIST", "ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST"))
    throw error;
}
