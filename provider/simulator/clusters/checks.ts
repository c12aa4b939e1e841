import { isDeepStrictEqual } from "node:util";
import { booleanAt, type JsonObject, objectAt, stringAt } from "../json";
import { problem } from "../problem";
import type { RegionDoc, ShardDoc } from "./cluster-doc";
import { compareSizes } from "./instance-sizes";
import { checkRegion } from "./regions";

/** Numbers of voting nodes a shard can have. */
const REPLICATION_FACTORS: ReadonlySet<number> = new Set([3, 5, 7]);
const LARGEST_DISK = 4096;
const LONGEST_NAME = 64;

/** @throws Problem when a cluster cannot have this name. */
export function checkName(name: string | undefined): string {
  if (!name) throw problem("MISSING_ATTRIBUTE", "name");
  if (!/^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(name) || name.endsWith("-")) throw problem("CLUSTER_NAME_INVALID", name);
  if (name.length > LONGEST_NAME) throw problem("CLUSTER_NAME_TOO_LONG", name, String(LONGEST_NAME));
  return name;
}

/** @throws Problem when the service would not run these shards. */
export function checkTopology(clusterType: string, shards: readonly ShardDoc[]): void {
  if (clusterType === "REPLICASET" && shards.length > 1) throw problem("INVALID_CLUSTER_CONFIGURATION");
  for (const shard of shards) {
    for (const region of shard.regionConfigs) {
      checkRegion(region.backingProviderName ?? region.providerName, region.regionName);
      checkSizes(clusterType, shard, region);
      checkAutoScaling(region);
    }
    const voting = shard.regionConfigs.reduce((sum, region) => sum + (region.electableSpecs?.nodeCount ?? 3), 0);
    if (!REPLICATION_FACTORS.has(voting)) throw problem("CLUSTER_REPLICATION_FACTOR_INVALID");
  }
  const regions = shards.flatMap((shard) => shard.regionConfigs);
  for (const setting of ["autoScaling", "analyticsAutoScaling"] as const) {
    if (regions.some((region) => !isDeepStrictEqual(region[setting], regions[0]?.[setting]))) {
      throw problem("AUTO_SCALINGS_MUST_MATCH");
    }
  }
}

function checkSizes(clusterType: string, shard: ShardDoc, region: RegionDoc): void {
  const size = region.electableSpecs?.instanceSize ?? "";
  const free = /^M[025]$/.test(size);
  if (free !== (region.providerName === "TENANT")) throw problem("INVALID_CLUSTER_CONFIGURATION");
  if (free && clusterType !== "REPLICASET") throw problem("SHARDING_NOT_SUPPORTED", size);
  if (free && shard.regionConfigs.length > 1) throw problem("INVALID_CLUSTER_CONFIGURATION");
  if (size === "M2" || size === "M5") throw problem("INVALID_ENUM_VALUE", size);
  const disk = region.electableSpecs?.diskSizeGB ?? 0;
  if (!free && (disk < 1 || disk > LARGEST_DISK)) throw problem("CLUSTER_DISK_SIZE_INVALID", String(disk));
}

function checkAutoScaling(region: RegionDoc): void {
  checkCompute(region.autoScaling, region.electableSpecs?.instanceSize);
  checkCompute(region.analyticsAutoScaling, region.analyticsSpecs?.instanceSize);
}

function checkCompute(autoScaling: JsonObject | undefined, size: string | undefined): void {
  const compute = objectAt(autoScaling, "compute");
  const max = stringAt(compute, "maxInstanceSize");
  const min = stringAt(compute, "minInstanceSize");
  const down = booleanAt(compute, "scaleDownEnabled") ?? false;
  if (!booleanAt(compute, "enabled")) {
    if (down) throw problem("COMPUTE_AUTO_SCALING_SCALE_DOWN_ENABLED_INVALID");
    return;
  }
  if (max === undefined) throw problem("COMPUTE_AUTO_SCALING_MAX_INSTANCE_SIZE_REQUIRED");
  if (down && min === undefined) throw problem("COMPUTE_AUTO_SCALING_MIN_INSTANCE_SIZE_REQUIRED");
  if (min !== undefined && compareSizes(min, max) >= 0) {
    throw problem("COMPUTE_AUTO_SCALING_INSTANCE_SIZE_RANGE_INVALID", min, max);
  }
  if (size === undefined) return;
  if (compareSizes(size, max) > 0) throw problem("COMPUTE_AUTO_SCALING_MAX_INSTANCE_SIZE_INVALID", max, size);
  if (min !== undefined && compareSizes(size, min) < 0) {
    throw problem("COMPUTE_AUTO_SCALING_MIN_INSTANCE_SIZE_INVALID", min, size);
  }
}
