import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Change, Difference, Plan } from "../contract";
import { fieldNames } from "../differences";
import type { ClusterSettings, ObservedCluster } from "./cluster";
import { compareSettings, declaredSettings } from "./cluster-settings";
import { compareShards } from "./compare-shards";
import { type ObservedParts, planParts } from "./parts";
import { argsNotes } from "./process-args";
import { shardsBody } from "./shard-body";
import { declaredShards, isTenant, placeOf, type Shard } from "./shards";
import { busy } from "./state";
import { clusterPath, condition, type Dedicated, type DeploymentId, type ResolvedDeployment } from "./types";

type ClusterBody = RequestBody<"createGroupCluster">;

/** Making a cluster. Atlas makes none that is paused, and takes its parts afterwards: all follow as changes of their own. */
export function planCreation(desired: ResolvedDeployment, id: DeploymentId): Plan {
  const { deploymentSpec: spec } = desired;
  if (!spec) return { changes: [] };
  const { changes, notes } = planParts({ desired, id }, {});
  return {
    changes: [creation(spec, id), ...changes, ...(spec.paused ? [pausing(true, id)] : [])],
    notes: [...argsNotes(desired.processArgs), ...(notes ?? [])],
  };
}

function creation(spec: Dedicated, id: DeploymentId): Change {
  const shards = declaredShards(spec);
  const { tags, labels, ...rest } = declaredSettings(spec, isTenant(shards));
  const settings = {
    ...rest,
    ...(isTenant(shards) && { clusterType: "REPLICASET" }),
    ...(spec.mongoDBMajorVersion && !isTenant(shards) && { mongoDBMajorVersion: spec.mongoDBMajorVersion }),
    ...(tags && tags.length > 0 && { tags }),
    ...(labels && labels.length > 0 && { labels }),
  };
  const body = { name: id.name, ...settings, replicationSpecs: shardsBody(shards, []) } as ClusterBody;
  const call: AtlasCall<"createGroupCluster"> = {
    operation: "createGroupCluster",
    params: { groupId: id.projectId },
    body,
  };
  const where = shards.flatMap(({ regions }) => regions.map(placeOf));
  const description = `create deployment ${id.name} in ${[...new Set(where)].join(", ")}`;
  return { action: "create", scope: "resource", condition, reason: "DeploymentNotCreatedInAtlas", description, call };
}

/**
 * What an existing cluster needs. Atlas changes nothing of a paused cluster, and nothing together with pausing: it is resumed first
 * and paused last.
 */
export function planCluster(
  { desired, owned }: { desired: ResolvedDeployment; owned?: ResolvedDeployment },
  { cluster: observed, parts }: { cluster: ObservedCluster; parts: ObservedParts },
  id: DeploymentId,
): Plan {
  const { deploymentSpec: spec } = desired;
  if (!spec) return { changes: [] };
  const shards = declaredShards(spec);
  const impossible = impossibleChanges(shards, observed);
  if (impossible.length > 0) return { changes: [], impossible };
  const { changes, notes = [], ...more } = planParts({ desired, owned, cluster: observed, id }, parts);
  const updates = [...update(spec, shards, observed, id), ...changes];
  const wanted = spec.paused ?? false;
  const resume = observed.paused && (!wanted || updates.length > 0);
  const pause = wanted && (!observed.paused || updates.length > 0);
  return {
    ...more,
    changes: [...(resume ? [pausing(false, id)] : []), ...updates, ...(pause ? [pausing(true, id)] : [])],
    pending: busy(id.name, observed.stateName),
    notes: [...argsNotes(desired.processArgs), ...notes],
  };
}

function update(
  spec: NonNullable<ResolvedDeployment["deploymentSpec"]>,
  shards: Shard[],
  observed: ObservedCluster,
  id: DeploymentId,
): Change[] {
  const declared = declaredSettings(spec, isTenant(shards));
  const settings = compareSettings(declared, observed.settings);
  const topology = compareShards(shards, observed.shards);
  const differing = [...settings, ...topology];
  if (differing.length === 0) return [];
  const fields = new Set(settings.map(({ path }) => path.split(".")[2]));
  const changedSettings = Object.fromEntries(Object.entries(declared).filter(([field]) => fields.has(field)));
  // A cluster becomes sharded, or not, only together with its shards.
  const whole = topology.length > 0 || fields.has("clusterType" satisfies keyof ClusterSettings);
  const body = {
    ...changedSettings,
    ...(whole && { replicationSpecs: shardsBody(shards, observed.shards) }),
  } as ClusterBody;
  const call: AtlasCall<"updateGroupCluster"> = { operation: "updateGroupCluster", params: clusterPath(id), body };
  const description = `change deployment ${id.name}: ${fieldNames(differing)}`;
  const reason = "DeploymentNotUpdatedInAtlas";
  return [{ action: "update", scope: "resource", condition, reason, description, call, differences: differing }];
}

/** A free shared cluster stays where it is and becomes no dedicated one by a change; nor the other way round. */
function impossibleChanges(declared: Shard[], { shards }: ObservedCluster): Difference[] {
  const [to, from] = [declared, shards].map(isTenant);
  if (!to && !from) return [];
  if (to !== from) {
    const path = "spec.deploymentSpec.replicationSpecs[0].regionConfigs[0].providerName";
    return [{ path, from: shards[0]?.regions[0]?.providerName, to: declared[0]?.regions[0]?.providerName }];
  }
  return compareShards(declared, shards).filter(({ path }) => !path.endsWith(".priority"));
}

function pausing(paused: boolean, id: DeploymentId): Change {
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
