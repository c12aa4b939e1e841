import type { Answer, Call, Routes } from "../call";
import type { ClusterDoc, SearchNodesDoc } from "../clusters/cluster-doc";
import { isTenant } from "../clusters/connection-strings";
import { DURATION } from "../clusters/lifecycle";
import { type JsonObject, objectsAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { clusterOf } from "./clusters";

/** Nodes of their own for search. */
export const searchNodeRoutes: Routes = {
  getGroupClusterSearchDeployment: (call) => {
    const cluster = dedicatedOf(call);
    const nodes = nodesOf(call, cluster);
    // As recorded: a cluster without them answers with an empty object.
    return { status: 200, body: nodes ? view(call, cluster, nodes) : {} };
  },
  createGroupClusterSearchDeployment: (call) => {
    const cluster = dedicatedOf(call);
    if (nodesOf(call, cluster)) throw problem("ATLAS_FTS_DEPLOYMENT_ALREADY_EXISTS");
    return { status: 201, body: put(call, cluster, call.ids.objectId(), DURATION.createSearchNodes) };
  },
  updateGroupClusterSearchDeployment: (call) => {
    const cluster = dedicatedOf(call);
    const { id, busyUntil } = present(call, cluster);
    const stateName = busyUntil > call.clock.now() ? "UPDATING" : "IDLE";
    // As recorded: the answer has the new nodes and the former state.
    return { status: 200, body: { ...put(call, cluster, id, DURATION.updateSearchNodes), stateName } };
  },
  deleteGroupClusterSearchDeployment,
};

/** Nodes there are; those that are leaving stay until their time is over. */
function nodesOf(call: Call, { searchNodes }: ClusterDoc): SearchNodesDoc | undefined {
  return searchNodes?.leaving && searchNodes.busyUntil <= call.clock.now() ? undefined : searchNodes;
}

function dedicatedOf(call: Call): ClusterDoc {
  const cluster = clusterOf(call);
  if (isTenant(cluster)) throw problem("INVALID_CLUSTER_CONFIGURATION");
  return cluster;
}

function present(call: Call, cluster: ClusterDoc): SearchNodesDoc {
  const nodes = nodesOf(call, cluster);
  if (!nodes || nodes.leaving) throw problem("ATLAS_FTS_DEPLOYMENT_DOES_NOT_EXIST");
  return nodes;
}

function put(call: Call, cluster: ClusterDoc, id: string, duration: number): JsonObject {
  if (cluster.paused) throw problem("CANNOT_UPDATE_PAUSED_CLUSTER", cluster.name);
  const specs = objectsAt(call.body, "specs").map((spec) => ({ ...spec, nodeCount: spec.nodeCount ?? 2 }));
  if (specs.length === 0) throw problem("MISSING_ATTRIBUTE", "specs");
  const searchNodes = { id, specs, busyUntil: call.clock.now() + duration };
  call.state.clusters.put(keyOf(cluster.groupId, cluster.name), { ...cluster, searchNodes });
  return view(call, cluster, searchNodes);
}

function view(call: Call, cluster: ClusterDoc, { id, specs, busyUntil }: SearchNodesDoc): JsonObject {
  const regions = cluster.shards.flatMap(({ regionConfigs }) => regionConfigs);
  return {
    effectiveSpecs: regions.flatMap(({ providerName, regionName }) =>
      specs.map((spec) => ({ ...spec, cloudProvider: providerName, regionName })),
    ),
    encryptionAtRestProvider: "NONE",
    groupId: cluster.groupId,
    id,
    specs,
    stateName: busyUntil > call.clock.now() ? "UPDATING" : "IDLE",
  };
}

function deleteGroupClusterSearchDeployment(call: Call): Answer {
  const cluster = dedicatedOf(call);
  const nodes = present(call, cluster);
  const searchNodes = { ...nodes, leaving: true, busyUntil: call.clock.now() + DURATION.deleteSearchNodes };
  call.state.clusters.put(keyOf(cluster.groupId, cluster.name), { ...cluster, searchNodes });
  return { status: 204 };
}
