import type { Call } from "../call";
import { atlasTime } from "../clock";
import type { JsonObject } from "../json";
import { links, segment } from "../links";
import type { ClusterDoc, HardwareDoc, RegionDoc, ShardDoc } from "./cluster-doc";
import { connectionStrings } from "./connection-strings";
import { releaseOf } from "./mongodb-versions";

/** The version before shards could differ in size. */
export const SYMMETRIC_VERSION = "2023-02-01";

/** Settings that only the versions since 2024-08-05 tell. */
const NEWER_SETTINGS = [
  "adaptiveCapacity",
  "redactClientLogData",
  "replicaSetScalingStrategy",
  "retainBackups",
  "useAwsTimeBasedSnapshotCopyForFastInitialSync",
];

/** A cluster in the version that was asked for. */
export function clusterView(call: Call, cluster: ClusterDoc): JsonObject {
  return call.version === SYMMETRIC_VERSION ? symmetricView(call, cluster) : currentView(call, cluster);
}

function currentView(call: Call, cluster: ClusterDoc): JsonObject {
  const declared = wantsDeclared(call);
  return {
    ...common(call, cluster),
    ...cluster.settings,
    effectiveDatabaseEdition: "CORE",
    effectiveReplicationSpecs: cluster.shards.map((shard) => shardView(shard, plainRegion)),
    featureCompatibilityVersion: cluster.mongoDBMajorVersion,
    internalClusterRole: "NONE",
    replicationSpecs: cluster.shards.map((shard) => shardView(shard, (region) => regionView(region, declared))),
  };
}

/** 2023-02-01: one spec a zone, with a number of shards; the disk stands beside it. */
function symmetricView(call: Call, cluster: ClusterDoc): JsonObject {
  const zones = new Map<string, ShardDoc[]>();
  for (const shard of cluster.shards) zones.set(shard.zoneName, [...(zones.get(shard.zoneName) ?? []), shard]);
  const settings = { ...cluster.settings };
  for (const name of NEWER_SETTINGS) delete settings[name];
  return {
    ...common(call, cluster),
    ...settings,
    diskSizeGB: actual(cluster.shards[0]?.regionConfigs[0], "electableSpecs")?.diskSizeGB,
    replicationSpecs: [...zones].map(([zoneName, shards]) => ({
      id: cluster.legacySpecIds[zoneName],
      numShards: shards.length,
      regionConfigs: (shards[0]?.regionConfigs ?? []).map(withoutDisk),
      zoneId: shards[0]?.zoneId,
      zoneName,
    })),
  };
}

function common(call: Call, cluster: ClusterDoc): JsonObject {
  return {
    advancedConfiguration: cluster.advancedConfiguration,
    clusterType: cluster.clusterType,
    configServerType: cluster.configServerType,
    connectionStrings: connectionStrings(cluster),
    createDate: atlasTime(cluster.createDate),
    groupId: cluster.groupId,
    id: cluster.id,
    labels: cluster.labels,
    links: links(call, `/groups/${cluster.groupId}/clusters/${segment(cluster.name)}`, ["restoreJobs", "snapshots"]),
    mongoDBMajorVersion: cluster.mongoDBMajorVersion,
    mongoDBVersion: releaseOf(cluster.mongoDBMajorVersion),
    name: cluster.name,
    paused: cluster.paused,
    stateName: cluster.stateName,
    tags: cluster.tags ?? [],
  };
}

/** Whether the caller wants declared sizes in the specs, and what auto-scaling made of them beside those. */
export function wantsDeclared(call: Call): boolean {
  return (
    call.headers["use-effective-instance-fields"] === "true" ||
    call.headers["use-effective-fields-replication-specs"] === "true"
  );
}

function shardView(shard: ShardDoc, region: (region: RegionDoc) => JsonObject): JsonObject {
  return {
    id: shard.id,
    regionConfigs: shard.regionConfigs.map(region),
    zoneId: shard.zoneId,
    zoneName: shard.zoneName,
  };
}

/** A region with its nodes as they are. */
function plainRegion(region: RegionDoc): JsonObject {
  const base: JsonObject = {
    analyticsAutoScaling: region.analyticsAutoScaling,
    autoScaling: region.autoScaling,
    backingProviderName: region.backingProviderName,
    priority: region.priority,
    providerName: region.providerName,
    regionName: region.regionName,
  };
  if (region.providerName === "TENANT") {
    const size = region.electableSpecs?.instanceSize;
    const diskSizeGB = region.electableSpecs?.diskSizeGB;
    return { ...base, electableSpecs: { diskSizeGB, effectiveInstanceSize: size, instanceSize: size } };
  }
  return {
    ...base,
    analyticsSpecs: nodes(actual(region, "analyticsSpecs")),
    electableSpecs: nodes(actual(region, "electableSpecs")),
    readOnlySpecs: nodes(actual(region, "readOnlySpecs")),
  };
}

function regionView(region: RegionDoc, declared: boolean): JsonObject {
  const plain = plainRegion(region);
  if (region.providerName === "TENANT") return plain;
  const specs = declared
    ? {
        analyticsSpecs: nodes(region.analyticsSpecs),
        electableSpecs: nodes(region.electableSpecs),
        readOnlySpecs: nodes(region.readOnlySpecs),
      }
    : {};
  return {
    ...plain,
    ...specs,
    effectiveAnalyticsSpecs: plain.analyticsSpecs,
    effectiveElectableSpecs: plain.electableSpecs,
    effectiveReadOnlySpecs: plain.readOnlySpecs,
  };
}

function withoutDisk(region: RegionDoc): JsonObject {
  const view = plainRegion(region);
  for (const sort of ["analyticsSpecs", "electableSpecs", "readOnlySpecs"]) {
    const specs = view[sort];
    if (specs !== undefined) view[sort] = { ...Object(specs), diskSizeGB: undefined };
  }
  return view;
}

function nodes(hardware: HardwareDoc | undefined): JsonObject | undefined {
  return hardware && { ...hardware };
}

/** Nodes with the sizes auto-scaling gave them; analytics nodes have a scaling of their own. */
function actual(
  region: RegionDoc | undefined,
  sort: "analyticsSpecs" | "electableSpecs" | "readOnlySpecs",
): HardwareDoc | undefined {
  const hardware = region?.[sort];
  if (!hardware || !region.scaled) return hardware;
  const { instanceSize, diskSizeGB } = region.scaled;
  return {
    ...hardware,
    instanceSize: sort === "analyticsSpecs" ? hardware.instanceSize : (instanceSize ?? hardware.instanceSize),
    diskSizeGB: diskSizeGB ?? hardware.diskSizeGB,
  };
}
