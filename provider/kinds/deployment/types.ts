import type { SpecOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";

export type DeploymentSpec = SpecOf<"AtlasDeployment">;
export type ResolvedDeployment = Resolved<DeploymentSpec>;
export type Dedicated = NonNullable<ResolvedDeployment["deploymentSpec"]>;
export type Flex = NonNullable<ResolvedDeployment["flexSpec"]>;

/** A deployment is named by its project and name; what it is decides which calls reach it. */
export interface DeploymentId {
  projectId: string;
  name: string;
  type: "dedicated" | "flex";
}

/** Condition type that reports everything about a deployment but its search, zones and namespaces. */
export const condition = "DeploymentReady";

/** Path parameters of a call on a dedicated or free cluster. */
export const clusterPath = ({ projectId, name }: DeploymentId) => ({ groupId: projectId, clusterName: name });
