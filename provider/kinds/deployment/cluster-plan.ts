import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Change, Difference, Plan } from "../contract";
import { fieldNames } from "../differences";
import type { ClusterSettings, ObservedCluster } from "./cluster";
import { compareSettings, declaredSettings } from "./cluster-settings";
import { compareShards } from "./compare-shards";
import { type ObservedParts, planParts } from "./parts";
import { pausing } from "./pausing";
import { argsNotes } from "./process-args";
import { isUpgrade } from "./shape";
import { shardsBody } from "./shard-body";
import { alignZones, declaredShards, isTenant, type Shard } from "./shards";
import { busy } from "./state";
import { clusterPath, condition, type Dedicated, type DeploymentId, type ResolvedDeployment } from "./types";
import { planUpgrade } from "./upgrade";

type ClusterBody = RequestBody<"createGroupCluster">;

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
  const shards = alignZones(declaredShards(spec), observed.shards);
  const free = isTenant(observed.shards);
  if (free && isUpgrade(desired)) return planUpgrade(desired, { type: "free", stateName: observed.stateName }, id);
  const impossible = [...impossibleShards(shards, observed), ...(free ? [] : impossibleSettings(spec, observed))];
  if (impossible.length > 0) return { changes: [], impossible };
  const { changes, notes = [], underWay = [], ...more } = planParts({ desired, owned, cluster: observed, id }, parts);
  const updates = [...update(spec, shards, observed, id), ...changes];
  const wanted = spec.paused ?? false;
  const resume = observed.paused && (!wanted || updates.length > 0);
  const pause = wanted && (!observed.paused || updates.length > 0);
  // While Atlas works on a part, a cluster is not to be paused.
  const [busyPart] = pause && updates.length === 0 ? underWay : [];
  return {
    ...more,
    underWay: busyPart ? [...underWay, { ...busyPart, condition, reason: "DeploymentUpdating" }] : underWay,
    changes: [...(resume ? [pausing(false, id)] : []), ...updates, ...(pause ? [pausing(true, id)] : [])],
    pending: busy(id.name, observed.stateName),
    notes: [...clusterNotes(desired, observed), ...argsNotes(desired.processArgs), ...notes],
  };
}

/** What upstream warns of, and what asks for nothing any more. */
function clusterNotes({ upgradeToDedicated }: ResolvedDeployment, { name, shards }: ObservedCluster): string[] {
  const size = shards[0]?.regions[0]?.electableSpecs?.instanceSize ?? "";
  return [
    ...(upgradeToDedicated ? [`upgradeToDedicated has no effect any more: deployment ${name} is dedicated`] : []),
    ...(size === "M2" || size === "M5" ? [`Atlas gives up ${size}: move deployment ${name} to Flex or M10`] : []),
  ];
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

/** What Atlas changes in one direction only: shards come and do not go, versions rise. */
function impossibleSettings(spec: Dedicated, { settings }: ObservedCluster): Difference[] {
  const { clusterType = "REPLICASET", mongoDBMajorVersion } = declaredSettings(spec, false);
  const path = "spec.deploymentSpec";
  const back =
    clusterType !== settings.clusterType && (settings.clusterType === "GEOSHARDED" || clusterType === "REPLICASET");
  const older = Number(mongoDBMajorVersion) < Number(settings.mongoDBMajorVersion);
  return [
    ...(back ? [{ path: `${path}.clusterType`, from: settings.clusterType, to: clusterType }] : []),
    ...(older
      ? [{ path: `${path}.mongoDBMajorVersion`, from: settings.mongoDBMajorVersion, to: mongoDBMajorVersion }]
      : []),
  ];
}

/** A free shared cluster stays where it is, and becomes a dedicated one by an upgrade only. */
function impossibleShards(declared: Shard[], { shards }: ObservedCluster): Difference[] {
  const [to, from] = [declared, shards].map(isTenant);
  if (!to && !from) return [];
  if (to !== from) {
    const path = "spec.deploymentSpec.replicationSpecs[0].regionConfigs[0].providerName";
    const provider = declared[0]?.regions[0]?.providerName;
    const wanted = from ? `${provider} (an upgrade: set spec.upgradeToDedicated)` : provider;
    return [{ path, from: shards[0]?.regions[0]?.providerName, to: wanted }];
  }
  return compareShards(declared, shards).filter(({ path }) => !path.endsWith(".priority"));
}
