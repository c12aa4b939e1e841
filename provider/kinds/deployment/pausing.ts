import type { AtlasCall } from "../../atlas/api";
import type { Change } from "../contract";
import { clusterPath, condition, type DeploymentId } from "./types";

/** Pausing a cluster, or resuming it: Atlas takes nothing else together with it. */
export function pausing(paused: boolean, id: DeploymentId): Change {
  const call: AtlasCall<"updateGroupCluster"> = {
    operation: "updateGroupCluster",
    params: clusterPath(id),
    body: { paused },
  };
  const differences = [{ path: "spec.deploymentSpec.paused", from: !paused, to: paused }];
  const description = `${paused ? "pause" : "resume"} deployment ${id.name}`;
  const reason = "DeploymentNotUpdatedInAtlas";
  return { action: "update", scope: "part", condition, reason, description, call, differences };
}
