import type { AtlasApi, CallOptions } from "../../atlas/api";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import { type ObservedCluster, observedCluster } from "./cluster";
import { flexPath, type ObservedFlex, observedFlex } from "./flex";
import type { ObservedParts } from "./parts";
import { clusterPath, type DeploymentId } from "./types";

export type ObservedDeployment =
  | { type: "flex"; flex: ObservedFlex }
  /** Parts are read where they are declared. */
  | { type: "dedicated"; cluster: ObservedCluster; parts: ObservedParts };

/** Looks where a deployment of this sort is, and where Atlas says it is of the other sort, there: an upgrade moves it. */
export async function lookUp(
  api: AtlasApi,
  id: DeploymentId,
  options?: CallOptions,
): Promise<ObservedDeployment | undefined> {
  const cluster = async (): Promise<ObservedDeployment | undefined> => {
    const answer = await noneIfAbsent(api.send({ operation: "getGroupCluster", params: clusterPath(id) }, options));
    return answer && { type: "dedicated", cluster: observedCluster(answer), parts: {} };
  };
  const flex = async (): Promise<ObservedDeployment | undefined> => {
    const answer = await noneIfAbsent(api.send({ operation: "getGroupFlexCluster", params: flexPath(id) }, options));
    return answer && { type: "flex", flex: observedFlex(answer) };
  };
  const [first, second] = id.type === "flex" ? [flex, cluster] : [cluster, flex];
  const elsewhere = (look: typeof first) => (error: unknown) => {
    if (hasAtlasCode(error, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API")) {
      return look();
    }
    throw error;
  };
  // It may be moved between two reads, once.
  return first().catch(elsewhere(second)).catch(elsewhere(first));
}
