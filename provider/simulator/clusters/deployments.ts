import { problem } from "../problem";
import type { State } from "../state";
import type { ClusterDoc } from "./cluster-doc";
import type { FlexClusterDoc } from "./flex-doc";

/** Clusters and flex clusters of a project; they share one name space. */
export function deploymentsOf(state: State, groupId: string): (ClusterDoc | FlexClusterDoc)[] {
  const mine = (deployment: { groupId: string }) => deployment.groupId === groupId;
  return [...state.clusters.where(mine), ...state.flexClusters.where(mine)];
}

/** @throws Problem when the project has a cluster or flex cluster of that name. */
export function checkNameIsFree(state: State, groupId: string, name: string): void {
  if (deploymentsOf(state, groupId).some((other) => other.name === name)) {
    throw problem("DUPLICATE_CLUSTER_NAME", "cluster or serverless instance", name, groupId);
  }
}
