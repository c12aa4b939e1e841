import type { StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import type { Change, KindHandler, ObservedStatus, Plan } from "../contract";
import { NotYetError } from "../errors";
import { projectIdOf } from "../project-id";
import { checkDeployment } from "./checks";
import { observedCluster } from "./cluster";
import { planCreation } from "./cluster-creation";
import { planCluster } from "./cluster-plan";
import { flexCreation, flexPath, observedFlex, planFlex } from "./flex";
import { lookUp, type ObservedDeployment } from "./look-up";
import { applyPart, claimParts, conditionsIn, observeParts, specOfParts, statusOfParts } from "./parts";
import { declaredFlex, isSameDeployment, isUpgrade } from "./shape";
import { busy } from "./state";
import { dedicatedSpecOf, flexSpecOf } from "./to-spec";
import { clusterPath, condition, type DeploymentId, type DeploymentSpec } from "./types";
import { planUpgrade } from "./upgrade";

type Status = ObservedStatus<StatusOf<"AtlasDeployment">>;

/** A dedicated, free shared or Flex deployment. Atlas works on it for minutes after each change. */
export const deploymentHandler: KindHandler<DeploymentSpec, Status, ObservedDeployment, DeploymentId> = {
  kind: "AtlasDeployment",
  identityGrammar: "projectId/name, or projectId/name/flex for a Flex deployment",

  check: checkDeployment,

  conditions: (desired) => conditionsIn({ ...desired }),

  keeps: isSameDeployment,

  async identify(_api, desired, recorded) {
    const flex = declaredFlex(desired)?.flex;
    const type = flex && !desired.deploymentSpec ? "flex" : "dedicated";
    // What is upgraded keeps project and name.
    if (recorded) return { ...recorded, ...((flex || desired.deploymentSpec) && { type }) };
    const projectId = projectIdOf("AtlasDeployment", desired);
    return { projectId, name: flex && type === "flex" ? flex.name : (desired.deploymentSpec?.name ?? ""), type };
  },

  async observe(api, id, { desired, owned, everything, removing, last }, options) {
    const found = await lookUp(api, id, options);
    if (!found || found.type === "flex") return found;
    const { cluster } = found;
    const specs = everything ? "everything" : removing ? [] : [desired, owned?.spec];
    const seen = last?.type === "dedicated" ? last.parts : undefined;
    // Between the two reads the cluster may have gone.
    const parts = await noneIfAbsent(observeParts(api, id, cluster, { specs, last: seen }, options));
    return parts && { type: "dedicated", cluster, parts };
  },

  plan({ desired, observed, owned }, id): Plan {
    const flex = declaredFlex(desired);
    const serverless = flex?.path === "spec.serverlessSpec" ? [serverlessNote] : [];
    if (!observed)
      return flex ? { changes: flexCreation(flex.flex, id), notes: serverless } : planCreation(desired, id);
    if (observed.type === "flex") {
      const { stateName } = observed.flex;
      if (flex) return { ...planFlex(flex, observed.flex, id), notes: serverless };
      if (isUpgrade(desired)) return planUpgrade(desired, { type: "flex", stateName }, id);
      const to = "dedicated (an upgrade: set spec.upgradeToDedicated)";
      return { changes: [], impossible: [{ path: "spec.deploymentSpec", from: "Flex", to }] };
    }
    if (desired.deploymentSpec) return planCluster({ desired, owned: owned?.spec }, observed, id);
    return { changes: [], impossible: [{ path: "spec.deploymentSpec", from: "dedicated", to: "Flex" }] };
  },

  planRemoval(observed, _owned, id) {
    if (!observed) return { changes: [] };
    const { stateName } = observed.type === "flex" ? observed.flex : observed.cluster;
    if (stateName === "DELETING") return { changes: [], pending: busy(id.name, stateName) };
    return { changes: [deletion(observed.type, id)] };
  },

  async apply(api, change, { id, observed }, options) {
    const { call } = change;
    const parts = observed?.type === "dedicated" ? observed.parts : {};
    switch (call.operation) {
      case "createGroupCluster":
      case "updateGroupCluster": {
        const answer = await api.send(call as AtlasCall<"updateGroupCluster">, options).catch(tooSoon(id));
        const cluster = observedCluster(answer);
        return { id, observed: { type: "dedicated", cluster, parts } };
      }
      case "createGroupFlexCluster":
      case "updateGroupFlexCluster": {
        const flex = observedFlex(await api.send(call as AtlasCall<"updateGroupFlexCluster">, options));
        return { id, observed: { type: "flex", flex } };
      }
      case "tenantGroupFlexClusterUpgrade":
      case "upgradeGroupClusterTenantUpgrade":
        await api.send(call, options);
        return { id: { ...id, type: "dedicated" }, observed: "unknown" };
      case "deleteGroupCluster":
      case "deleteGroupFlexCluster":
        await noneIfAbsent(api.send(call, options)).catch(underWay);
        return { id, observed: "unknown" };
      default: {
        const applied = await applyPart(api, change, parts, options);
        if (observed?.type !== "dedicated" || !applied?.parts) return { id, observed: "unknown" };
        const { stateName } = observed.cluster;
        const cluster = { ...observed.cluster, stateName: applied.restarts ? "UPDATING" : stateName };
        return { id, observed: { ...observed, cluster, parts: applied.parts } };
      }
    }
  },

  claim: (desired, previous, failed) => ({ spec: claimParts(desired, previous?.spec, failed) }),

  atlasId: (observed) => (observed.type === "flex" ? observed.flex.id : observed.cluster.id),

  status(observed) {
    const { stateName, mongoDBVersion, connectionStrings } =
      observed.type === "flex" ? observed.flex : observed.cluster;
    const common = { stateName, mongoDBVersion, connectionStrings };
    if (observed.type === "flex") return common;
    const { cluster, parts } = observed;
    return { ...common, replicaSets: cluster.replicaSets, ...statusOfParts(parts, cluster) };
  },

  toSpec(observed) {
    if (observed.type === "flex") return flexSpecOf(observed.flex);
    return specOfParts(observed.cluster, observed.parts, dedicatedSpecOf(observed.cluster));
  },

  parseIdentity(text) {
    const [, projectId, name, flex] = /^([0-9a-f]{24})\/([a-zA-Z0-9][a-zA-Z0-9-]*)(\/flex)?$/.exec(text) ?? [];
    if (!projectId || !name) {
      const message = `${JSON.stringify(text)} is not of the form ${deploymentHandler.identityGrammar}`;
      throw new ValidationError("AtlasDeployment", [{ path: "import", message }]);
    }
    return { projectId, name, type: flex ? "flex" : "dedicated" };
  },

  async listIn(api, projectId, options) {
    const params = { groupId: projectId };
    const clusters = await api.list({ operation: "listGroupClusters", params }, options);
    const flex = await api.list({ operation: "listGroupFlexClusters", params }, options);
    return [
      ...clusters.map(({ name }) => `${projectId}/${name}`),
      ...flex.map(({ name }) => `${projectId}/${name}/flex`),
    ];
  },
};

const serverlessNote =
  "serverlessSpec is deprecated: Atlas runs it as a Flex deployment. Declare it in flexSpec, with the same name";

/** Atlas pauses no cluster within the hour after it was resumed (Atlas Admin API, updateGroupCluster). */
const tooSoon = (id: DeploymentId) => (error: unknown) => {
  if (!hasAtlasCode(error, "CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER")) throw error;
  const message = `deployment ${id.name} was resumed for a change and can be paused again an hour later`;
  throw new NotYetError({ condition, reason: "DeploymentUpdating", message, retryAfterMs: 60_000 }, { cause: error });
};

/** Asked twice, because an answer was lost, to delete a cluster, Atlas says that it is at it (deleteGroupCluster). */
function underWay(error: unknown): void {
  if (!hasAtlasCode(error, "CLUSTER_ALREADY_REQUESTED_DELETION")) throw error;
}

function deletion(type: DeploymentId["type"], id: DeploymentId): Change {
  const call: AtlasCall =
    type === "flex"
      ? { operation: "deleteGroupFlexCluster", params: flexPath(id) }
      : { operation: "deleteGroupCluster", params: clusterPath(id) };
  const description = `delete deployment ${id.name}`;
  return { action: "delete", scope: "resource", condition, reason: "InternalError", description, call };
}
