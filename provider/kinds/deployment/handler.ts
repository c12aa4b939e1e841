import type { StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import type { Change, KindHandler, ObservedStatus, Plan } from "../contract";
import { NotYetError } from "../errors";
import { projectIdOf } from "../project-id";
import { checkDeployment } from "./checks";
import { type ObservedCluster, observedCluster } from "./cluster";
import { clusterCreation, pathOf, planCluster } from "./cluster-plan";
import { flexCreation, flexPath, type ObservedFlex, observedFlex, planFlex } from "./flex";
import { declaresArgs, observedArgs, type ProcessArgs } from "./process-args";
import { isTenant } from "./shards";
import { busy } from "./state";
import { dedicatedSpecOf, flexSpecOf } from "./to-spec";
import { condition, type DeploymentId, type DeploymentSpec } from "./types";

type Status = ObservedStatus<StatusOf<"AtlasDeployment">>;

export type ObservedDeployment =
  | { type: "flex"; flex: ObservedFlex }
  /** Process arguments are read where they are declared. */
  | { type: "dedicated"; cluster: ObservedCluster; args?: ProcessArgs };

/** A dedicated, free shared or Flex deployment. Atlas works on it for minutes after each change. */
export const deploymentHandler: KindHandler<DeploymentSpec, Status, ObservedDeployment, DeploymentId> = {
  kind: "AtlasDeployment",
  identityGrammar: "projectId/name, or projectId/name/flex for a Flex deployment",

  check: checkDeployment,

  async identify(_api, desired, recorded) {
    if (recorded) return recorded;
    const projectId = projectIdOf("AtlasDeployment", desired);
    const { deploymentSpec, flexSpec } = desired;
    return flexSpec && !deploymentSpec
      ? { projectId, name: flexSpec.name, type: "flex" }
      : { projectId, name: deploymentSpec?.name ?? "", type: "dedicated" };
  },

  async observe(api, id, { desired, owned, everything, removing }, options) {
    if (id.type === "flex") {
      const answer = await noneIfAbsent(api.send({ operation: "getGroupFlexCluster", params: flexPath(id) }, options));
      return answer && { type: "flex", flex: observedFlex(answer) };
    }
    const answer = await noneIfAbsent(api.send({ operation: "getGroupCluster", params: pathOf(id) }, options));
    if (!answer) return undefined;
    const cluster = observedCluster(answer);
    const wanted = !removing && (everything || [desired, owned?.spec].some((spec) => declaresArgs(spec?.processArgs)));
    // While a cluster is made its arguments are not to be had.
    if (!wanted || isTenant(cluster.shards) || cluster.stateName === "CREATING") return { type: "dedicated", cluster };
    const call: AtlasCall<"getGroupClusterProcessArgs"> = {
      operation: "getGroupClusterProcessArgs",
      params: pathOf(id),
    };
    const args = await noneIfAbsent(api.send(call, options));
    // Between the two reads the cluster may have gone.
    return args && { type: "dedicated", cluster, args: observedArgs(args) };
  },

  plan({ desired, observed }, id): Plan {
    const { flexSpec, deploymentSpec } = desired;
    if (!observed) return { changes: flexSpec ? flexCreation(flexSpec, id) : clusterCreation(desired, id) };
    if (observed.type === "flex") {
      if (flexSpec) return planFlex(flexSpec, observed.flex, id);
      return { changes: [], impossible: [{ path: "spec.flexSpec", from: observed.flex.name }] };
    }
    if (deploymentSpec) return planCluster(desired, observed.cluster, observed.args, id);
    return { changes: [], impossible: [{ path: "spec.deploymentSpec", from: observed.cluster.name }] };
  },

  planRemoval(observed, _owned, id) {
    if (!observed) return { changes: [] };
    const { stateName } = observed.type === "flex" ? observed.flex : observed.cluster;
    if (stateName === "DELETING") return { changes: [], pending: busy(id.name, stateName) };
    return { changes: [deletion(id)] };
  },

  async apply(api, { call }, { id, observed }, options) {
    switch (call.operation) {
      case "createGroupCluster":
      case "updateGroupCluster": {
        const answer = await api.send(call as AtlasCall<"updateGroupCluster">, options).catch(tooSoon(id));
        const cluster = observedCluster(answer);
        const args = observed?.type === "dedicated" ? observed.args : undefined;
        return { id, observed: { type: "dedicated", cluster, ...(args && { args }) } };
      }
      case "updateGroupClusterProcessArgs": {
        const args = observedArgs(await api.send(call as AtlasCall<"updateGroupClusterProcessArgs">, options));
        if (observed?.type !== "dedicated") return { id, observed: "unknown" };
        // Atlas restarts the nodes one by one, and is not idle until all have it.
        return { id, observed: { ...observed, cluster: { ...observed.cluster, stateName: "UPDATING" }, args } };
      }
      case "createGroupFlexCluster":
      case "updateGroupFlexCluster": {
        const flex = observedFlex(await api.send(call as AtlasCall<"updateGroupFlexCluster">, options));
        return { id, observed: { type: "flex", flex } };
      }
      default:
        await noneIfAbsent(api.send(call, options)).catch(underWay);
        return { id, observed: "unknown" };
    }
  },

  claim: (desired) => ({ spec: desired }),

  atlasId: (observed) => (observed.type === "flex" ? observed.flex.id : observed.cluster.id),

  status(observed) {
    const { stateName, mongoDBVersion, connectionStrings } =
      observed.type === "flex" ? observed.flex : observed.cluster;
    const replicaSets = observed.type === "flex" ? undefined : observed.cluster.replicaSets;
    return { stateName, mongoDBVersion, connectionStrings, ...(replicaSets && { replicaSets }) };
  },

  toSpec: (observed) =>
    observed.type === "flex" ? flexSpecOf(observed.flex) : dedicatedSpecOf(observed.cluster, observed.args),

  parseIdentity(text) {
    const [, projectId, name, flex] = /^([0-9a-f]{24})\/([a-zA-Z0-9][a-zA-Z0-9-]*)(\/flex)?$/.exec(text) ?? [];
    if (!projectId || !name) {
      const message = `${JSON.stringify(text)} is not of the form ${deploymentHandler.identityGrammar}`;
      throw new ValidationError("AtlasDeployment", [{ path: "import", message }]);
    }
    return { projectId, name, type: flex ? "flex" : "dedicated" };
  },
};

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

function deletion(id: DeploymentId): Change {
  const call: AtlasCall =
    id.type === "flex"
      ? { operation: "deleteGroupFlexCluster", params: flexPath(id) }
      : { operation: "deleteGroupCluster", params: pathOf(id) };
  const description = `delete deployment ${id.name}`;
  return { action: "delete", scope: "resource", condition, reason: "InternalError", description, call };
}
