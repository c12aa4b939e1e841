import type { Call } from "../call";
import { booleanAt, isObject, type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import type { ClusterDoc, HardwareDoc, RegionDoc, ShardDoc } from "./cluster-doc";
import { defaultDisk, FREE_TIER_DISK, isNvme, nvmeDisk, soldDisk } from "./instance-sizes";

/** What AWS gives a standard volume (gp3), whatever its size. */
const AWS_STANDARD_IOPS = 3000;
/** What Azure gives its standard disks; throughput in MB a second. */
const AZURE_DISK = { diskIOPS: 3500, diskThroughput: 125 };

const NODE_SORTS = ["electableSpecs", "analyticsSpecs", "readOnlySpecs"] as const;

/**
 * The shards a body declares in `replicationSpecs`, filled in the way the service does it: ids, zones, hardware of node
 * sorts that are not declared, disks, auto-scaling.
 *
 * @param before the cluster so far, for an update: what identifies a shard stays, and so do disk and auto-scaling
 * where nothing is said about them.
 */
export function shardsFrom(call: Call, body: JsonObject, clusterType: string, before?: ClusterDoc): ShardDoc[] {
  const specs = objectsAt(body, "replicationSpecs");
  if (specs.length === 0) throw problem("REPLICATION_SPECS_INVALID");
  const disk = declaredDisk(specs) ?? before?.shards[0]?.regionConfigs[0]?.electableSpecs?.diskSizeGB;
  const zoneIds = new Map(before?.shards.map((shard) => [shard.zoneName, shard.zoneId]));
  const free = [...(before?.shards ?? [])];
  return specs.map((spec, index) => {
    const zoneName = stringAt(spec, "zoneName") ?? before?.shards[index]?.zoneName ?? zoneAt(clusterType, index);
    const zoneId = zoneIds.get(zoneName) ?? call.ids.objectId();
    zoneIds.set(zoneName, zoneId);
    const known = takeKnown(free, stringAt(spec, "id"), zoneName);
    return {
      id: known?.id ?? call.ids.objectId(),
      zoneId,
      zoneName,
      regionConfigs: regionsFrom(spec, disk, known),
    };
  });
}

function zoneAt(clusterType: string, index: number): string {
  return clusterType === "GEOSHARDED" ? `Zone ${index + 1}` : "Zone 1";
}

/** The existing shard a spec means: by id, else the next one of its zone. */
function takeKnown(free: ShardDoc[], id: string | undefined, zoneName: string): ShardDoc | undefined {
  const at = free.findIndex((shard) => (id === undefined ? shard.zoneName === zoneName : shard.id === id));
  return at < 0 ? undefined : free.splice(at, 1)[0];
}

function declaredDisk(specs: readonly JsonObject[]): number | undefined {
  for (const spec of specs) {
    for (const region of objectsAt(spec, "regionConfigs")) {
      for (const sort of NODE_SORTS) {
        const size = numberAt(objectAt(region, sort), "diskSizeGB");
        if (size !== undefined) return size;
      }
    }
  }
  return undefined;
}

function regionsFrom(spec: JsonObject, disk: number | undefined, known: ShardDoc | undefined): RegionDoc[] {
  const regions = objectsAt(spec, "regionConfigs");
  if (regions.length === 0) throw problem("REPLICATION_SPECS_INVALID");
  const providers = new Set(regions.map((region) => stringAt(region, "providerName") ?? ""));
  const analyticsSize = firstSize(regions, "analyticsSpecs");
  const electableSize = firstSize(regions, "electableSpecs") ?? firstSize(regions, "readOnlySpecs");
  const silent = regions.every((region) => !isObject(region.autoScaling));
  return regions.map((region) => {
    const providerName = required(region, "providerName");
    const regionName = required(region, "regionName");
    const priority = numberAt(region, "priority") ?? 7;
    const size = stringAt(objectAt(region, "electableSpecs"), "instanceSize") ?? electableSize;
    if (size === undefined) throw problem("MISSING_ATTRIBUTE", "instanceSize");
    if (providerName === "TENANT") {
      return {
        providerName,
        backingProviderName: required(region, "backingProviderName"),
        regionName,
        priority,
        electableSpecs: { instanceSize: size, diskSizeGB: FREE_TIER_DISK },
      };
    }
    const sold = soldDisk(disk ?? defaultDisk(size, providers), providers);
    const former = known?.regionConfigs.find(
      (other) => other.providerName === providerName && other.regionName === regionName,
    );
    const fill = { provider: providerName, electable: objectAt(region, "electableSpecs"), disk: sold };
    const analytics = isObject(region.analyticsAutoScaling) ? autoScalingFrom(region.analyticsAutoScaling) : undefined;
    return {
      providerName,
      regionName,
      priority,
      electableSpecs: hardware(objectAt(region, "electableSpecs"), { ...fill, size }),
      analyticsSpecs: hardware(objectAt(region, "analyticsSpecs"), { ...fill, size: analyticsSize ?? size }),
      readOnlySpecs: hardware(objectAt(region, "readOnlySpecs"), { ...fill, size }),
      autoScaling:
        silent && former?.autoScaling ? former.autoScaling : autoScalingFrom(objectAt(region, "autoScaling")),
      analyticsAutoScaling: analytics ?? former?.analyticsAutoScaling,
      scaled: former?.scaled ?? known?.regionConfigs[0]?.scaled,
    };
  });
}

function required(region: JsonObject, name: string): string {
  const value = stringAt(region, name);
  if (value === undefined) throw problem("MISSING_ATTRIBUTE", name);
  return value;
}

function firstSize(regions: readonly JsonObject[], sort: string): string | undefined {
  return regions.map((region) => stringAt(objectAt(region, sort), "instanceSize")).find((size) => size !== undefined);
}

interface Fill {
  provider: string;
  /** The region's declared electable nodes, whose disks the other sorts follow. */
  electable: JsonObject;
  disk: number;
  size: string;
}

function hardware(declared: JsonObject, { provider, electable, disk, size }: Fill): HardwareDoc {
  const instanceSize = stringAt(declared, "instanceSize") ?? size;
  const nodeCount = numberAt(declared, "nodeCount") ?? 0;
  const base = { instanceSize, diskSizeGB: disk, nodeCount };
  const iops = numberAt(declared, "diskIOPS") ?? numberAt(electable, "diskIOPS");
  if (isNvme(instanceSize)) {
    return { ...base, ...nvmeDisk(instanceSize), ...(provider === "AWS" ? { ebsVolumeType: "PROVISIONED" } : {}) };
  }
  if (provider === "AZURE") return { ...base, ...AZURE_DISK, diskIOPS: iops ?? AZURE_DISK.diskIOPS };
  if (provider !== "AWS") return base;
  const ebsVolumeType = stringAt(declared, "ebsVolumeType") ?? stringAt(electable, "ebsVolumeType") ?? "STANDARD";
  const diskIOPS = ebsVolumeType === "PROVISIONED" ? (iops ?? AWS_STANDARD_IOPS) : AWS_STANDARD_IOPS;
  return { ...base, diskIOPS, ebsVolumeType };
}

function autoScalingFrom(declared: JsonObject): JsonObject {
  const compute = objectAt(declared, "compute");
  return {
    compute: {
      ...compute,
      enabled: booleanAt(compute, "enabled") ?? false,
      scaleDownEnabled: booleanAt(compute, "scaleDownEnabled") ?? false,
    },
    diskGB: { enabled: booleanAt(objectAt(declared, "diskGB"), "enabled") ?? false },
  };
}
