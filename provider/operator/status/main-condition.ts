import type { KindName } from "../../../sdk/model/kinds";

/** Upstream's names where they do not follow from the kind's. */
const exceptions: Partial<Record<KindName | string, string>> = {
  AtlasCluster: "DeploymentReady",
  AtlasCustomRole: "ProjectCustomRolesReady",
  AtlasNetworkPeering: "NetworkPeerReady",
  AtlasOrgSettings: "Ready",
  AtlasTeam: "Ready",
  AtlasThirdPartyIntegration: "Ready",
};

/** Condition type that reports a kind as a whole: `DatabaseUserReady` of AtlasDatabaseUser. Some kinds have none beside `Ready`. */
export const mainCondition = (kind: string): string => exceptions[kind] ?? `${kind.replace(/^Atlas/, "")}Ready`;

/** Reason when Atlas could not even be asked about the object (upstream's names). */
export const lookReason = (kind: string): string =>
  kind === "AtlasProject" ? "ProjectNotCreatedInAtlas" : "InternalError";
