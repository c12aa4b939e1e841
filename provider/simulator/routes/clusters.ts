import type { Answer, Call, Routes } from "../call";
import type { ClusterDoc } from "../clusters/cluster-doc";
import { createCluster } from "../clusters/create";
import { DURATION } from "../clusters/lifecycle";
import { fromSymmetric } from "../clusters/symmetric-request";
import { updateCluster } from "../clusters/update";
import { clusterView, SYMMETRIC_VERSION } from "../clusters/views";
import { isObject, type JsonObject } from "../json";
import { links, segment } from "../links";
import { page } from "../paging";
import { problem, problemWith } from "../problem";
import { keyOf } from "../store";
import { groupOf } from "./group-of";

/** Replica sets, sharded clusters and the free tier. */
export const clusterRoutes: Routes = {
  listGroupClusters: (call) =>
    page(
      call,
      call.state.clusters.where((cluster) => cluster.groupId === call.params.groupId),
      (cluster) => clusterView(call, cluster),
    ),
  createGroupCluster: (call) => {
    const view = clusterView(call, createCluster(call, bodyOf(call)));
    // As recorded: the answer to a creation without tags has none, later reads have an empty list.
    return { status: 201, body: bodyOf(call).tags === undefined ? { ...view, tags: undefined } : view };
  },
  getGroupCluster: (call) => ({ status: 200, body: clusterView(call, clusterOf(call)) }),
  updateGroupCluster: (call) => ({
    status: 200,
    body: clusterView(call, updateCluster(call, clusterOf(call), bodyOf(call))),
  }),
  deleteGroupCluster,
  getGroupClusterStatus: (call) => {
    const { groupId = "", clusterName = "" } = call.params;
    if (!call.state.flexClusters.get(keyOf(groupId, clusterName))) clusterOf(call);
    const pending = groupOf(call).usersPendingUntil > call.clock.now();
    const path = `/groups/${groupId}/clusters/${segment(clusterName)}/status`;
    return { status: 200, body: { changeStatus: pending ? "PENDING" : "APPLIED", links: links(call, path) } };
  },
  autoGroupClusterScalingConfiguration: (call) => {
    clusterOf(call);
    return { status: 200, body: { autoScalingMode: "INDEPENDENT_SHARD_SCALING" } };
  },
};

/** The cluster in the request's path. */
export function clusterOf(call: Call): ClusterDoc {
  const { groupId = "", clusterName = "" } = call.params;
  const key = keyOf(groupId, clusterName);
  const cluster = call.state.clusters.get(key);
  if (cluster) return cluster;
  if (call.state.flexClusters.get(key)) throw problem("CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", clusterName);
  throw problem("CLUSTER_NOT_FOUND", clusterName, groupId);
}

function bodyOf(call: Call): JsonObject {
  const body = isObject(call.body) ? call.body : {};
  return call.version === SYMMETRIC_VERSION ? fromSymmetric(body) : body;
}

function deleteGroupCluster(call: Call): Answer {
  const cluster = clusterOf(call);
  if (cluster.stateName === "DELETING") throw problem("CLUSTER_ALREADY_REQUESTED_DELETION", cluster.name);
  if (cluster.settings.terminationProtectionEnabled === true) {
    const { name, groupId } = cluster;
    throw problemWith("CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED", [], {
      parameters: [
        `Cannot terminate cluster ${name} in group ${groupId} because termination protection is enabled. Disable termination protection and try again.`,
      ],
    });
  }
  call.state.clusters.put(keyOf(cluster.groupId, cluster.name), {
    ...cluster,
    stateName: "DELETING",
    transition: { to: "GONE", at: call.clock.now() + DURATION.delete },
    settings: { ...cluster.settings, backupEnabled: false },
  });
  return { status: 202, body: {} };
}
