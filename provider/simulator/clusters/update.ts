import { isDeepStrictEqual } from "node:util";
import type { Call } from "../call";
import { booleanAt, isObject, type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { tagsIn } from "../tags";
import { checkTopology } from "./checks";
import type { ClusterDoc, RegionDoc, ShardDoc } from "./cluster-doc";
import { isTenant } from "./connection-strings";
import { ensureContainers } from "./containers";
import { checkNvme, configServer, legacyIds, usesNvme } from "./create";
import { DURATION, MINIMUM_RUN, updating } from "./lifecycle";
import { CONTINUOUS_VERSION, checkedVersion } from "./mongodb-versions";
import { settingsFrom, tlsFrom } from "./settings";
import { shardsFrom } from "./topology";
import { wantsDeclared } from "./views";

/** What can be changed on a free cluster. */
const TENANT_FIELDS: ReadonlySet<string> = new Set([
  "tags",
  "labels",
  "terminationProtectionEnabled",
  "name",
  "groupId",
]);
/** Changes that touch no node. */
const METADATA: ReadonlySet<string> = new Set(["tags", "labels"]);

/** Changes a cluster as a body of the current version declares; what it does not name stays. */
export function updateCluster(call: Call, before: ClusterDoc, body: JsonObject): ClusterDoc {
  const named = Object.keys(body).filter((name) => body[name] !== undefined && body[name] !== null);
  if (before.stateName === "DELETING") throw problem("CLUSTER_ALREADY_REQUESTED_DELETION", before.name);
  if ((stringAt(body, "name") ?? before.name) !== before.name) throw problem("CLUSTER_CANNOT_CHANGE_NAME");
  if (isTenant(before) && named.some((name) => !TENANT_FIELDS.has(name))) {
    throw problem("TENANT_CLUSTER_UPDATE_UNSUPPORTED");
  }
  const paused = booleanAt(body, "paused") ?? before.paused;
  const others = named.filter((name) => name !== "paused");
  if (paused !== before.paused) return put(call, pauseOrResume(call, before, paused, others));
  if (before.paused && body.paused === true && others.length === 0) throw problem("CLUSTER_ALREADY_PAUSED");
  const after = changed(call, before, body);
  if (isDeepStrictEqual(comparable(after), comparable(before))) return before;
  const small = metadataOnly(before, after);
  if (before.paused && !small) throw problem("CANNOT_UPDATE_PAUSED_CLUSTER", before.name);
  ensureContainers(call, before.groupId, after.shards);
  return put(call, updating(after, call.clock.now(), small ? DURATION.updateMetadata : DURATION.update));
}

function put(call: Call, cluster: ClusterDoc): ClusterDoc {
  return call.state.clusters.put(keyOf(cluster.groupId, cluster.name), cluster);
}

function pauseOrResume(call: Call, before: ClusterDoc, paused: boolean, others: readonly string[]): ClusterDoc {
  const now = call.clock.now();
  if (others.length > 0) {
    throw problem(paused ? "CANNOT_UPDATE_AND_PAUSE_CLUSTER" : "CANNOT_UPDATE_PAUSED_CLUSTER", before.name);
  }
  if (!paused) return updating({ ...before, paused, resumedAt: now }, now, DURATION.resume);
  if (usesNvme(before.shards)) throw problem("CANNOT_PAUSE_NVME_CLUSTER");
  if (before.stateName !== "IDLE") throw problem("CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES");
  if (before.resumedAt !== undefined && now < before.resumedAt + MINIMUM_RUN) {
    throw problem("CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER", String(MINIMUM_RUN / 60_000));
  }
  return updating({ ...before, paused }, now, DURATION.pause);
}

function changed(call: Call, before: ClusterDoc, body: JsonObject): ClusterDoc {
  const clusterType = stringAt(body, "clusterType") ?? before.clusterType;
  checkTypeChange(before.clusterType, clusterType);
  const settings = settingsFrom(call, body, clusterType, before.groupId, before.settings);
  const shards = shardsAfter(call, before, body, clusterType);
  checkNvme(shards, settings.backupEnabled === true);
  return {
    ...before,
    clusterType,
    settings,
    shards,
    legacySpecIds: legacyIds(call, shards, before.legacySpecIds),
    mongoDBMajorVersion: versionAfter(before, body, settings.versionReleaseSystem === "CONTINUOUS"),
    tags: tagsIn(body) ?? before.tags,
    labels: Array.isArray(body.labels) ? objectsAt(body, "labels") : before.labels,
    configServerType: configServerAfter(before, clusterType, settings.configServerManagementMode, shards),
    advancedConfiguration: before.advancedConfiguration && tlsFrom(body, before.advancedConfiguration),
  };
}

function checkTypeChange(before: string, after: string): void {
  if (before === after) return;
  if (before === "GEOSHARDED") throw problem("CANNOT_CHANGE_GEOSHARDED_CLUSTER_TYPE");
  if (after === "REPLICASET") throw problem("SHARDED_CLUSTER_CANT_BECOME_REPLICA_SET");
}

function shardsAfter(call: Call, before: ClusterDoc, body: JsonObject, clusterType: string): ShardDoc[] {
  if (!Array.isArray(body.replicationSpecs)) {
    const disk = numberAt(body, "diskSizeGB");
    return disk === undefined ? before.shards : withDisk(before.shards, disk);
  }
  const shards = shardsFrom(call, body, clusterType, before).map((shard, index) => ({
    ...shard,
    regionConfigs: shard.regionConfigs.map((region, at) => {
      const spec = objectsAt(objectsAt(body, "replicationSpecs")[index], "regionConfigs")[at];
      return { ...region, scaled: scaledAfter(call, region, spec) };
    }),
  }));
  checkTopology(clusterType, shards);
  return shards;
}

/**
 * What is left of auto-scaling's work when sizes are declared anew. Callers that ask for declared sizes declare where
 * scaling starts; for all others a declared size is the size, so sending the old one scales back.
 */
function scaledAfter(call: Call, region: RegionDoc, spec: JsonObject | undefined): RegionDoc["scaled"] {
  const electable = objectAt(spec, "electableSpecs");
  const keep = wantsDeclared(call);
  const compute = booleanAt(objectAt(region.autoScaling, "compute"), "enabled");
  const disk = booleanAt(objectAt(region.autoScaling, "diskGB"), "enabled");
  const scaled = { ...region.scaled };
  if (!compute || (!keep && electable.instanceSize !== undefined)) delete scaled.instanceSize;
  if (!disk || (!keep && electable.diskSizeGB !== undefined)) delete scaled.diskSizeGB;
  return Object.keys(scaled).length > 0 ? scaled : undefined;
}

function withDisk(shards: readonly ShardDoc[], diskSizeGB: number): ShardDoc[] {
  const resized = (region: RegionDoc): RegionDoc => ({
    ...region,
    electableSpecs: region.electableSpecs && { ...region.electableSpecs, diskSizeGB },
    analyticsSpecs: region.analyticsSpecs && { ...region.analyticsSpecs, diskSizeGB },
    readOnlySpecs: region.readOnlySpecs && { ...region.readOnlySpecs, diskSizeGB },
  });
  return shards.map((shard) => ({ ...shard, regionConfigs: shard.regionConfigs.map(resized) }));
}

function versionAfter(before: ClusterDoc, body: JsonObject, continuous: boolean): string {
  if (continuous) return CONTINUOUS_VERSION;
  const asked = stringAt(body, "mongoDBMajorVersion");
  if (asked === undefined || asked === before.mongoDBMajorVersion) return before.mongoDBMajorVersion;
  if (Number(checkedVersion(asked)) < Number(before.mongoDBMajorVersion)) throw problem("CLUSTER_UPGRADE_INVALID");
  return asked;
}

/** A config server that got machines of its own keeps them, even when the choice is given back to the service. */
function configServerAfter(before: ClusterDoc, type: string, mode: unknown, shards: readonly ShardDoc[]) {
  if (before.configServerType === "DEDICATED") return "DEDICATED";
  return configServer(type, mode, shards);
}

function comparable(cluster: ClusterDoc): JsonObject {
  const { stateName: _, transition: __, ...rest } = cluster;
  const plain: unknown = JSON.parse(JSON.stringify(rest));
  return isObject(plain) ? plain : {};
}

function metadataOnly(before: ClusterDoc, after: ClusterDoc): boolean {
  const strip = (cluster: ClusterDoc) => {
    const { settings, ...rest } = comparable(cluster);
    for (const name of METADATA) delete rest[name];
    return { ...rest, settings: { ...Object(settings), terminationProtectionEnabled: undefined } };
  };
  return isDeepStrictEqual(strip(before), strip(after));
}
