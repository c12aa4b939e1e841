import { booleanAt, objectAt } from "../json";
import { problem } from "../problem";
import type { State } from "../state";
import { keyOf } from "../store";
import type { RegionDoc } from "./cluster-doc";

/** What auto-scaling makes of a cluster. */
export interface AutoscaledSizes {
  instanceSize?: string;
  diskSizeGB?: number;
}

/**
 * Changes the sizes a cluster really has, as the service's auto-scaling does: in regions where it is enabled, without
 * touching what was declared.
 */
export function autoscale(state: State, groupId: string, name: string, sizes: AutoscaledSizes): void {
  const key = keyOf(groupId, name);
  const cluster = state.clusters.get(key);
  if (!cluster) throw problem("CLUSTER_NOT_FOUND", name, groupId);
  const scales = cluster.shards.some((shard) => shard.regionConfigs.some((region) => applies(region, sizes)));
  if (!scales) throw new RangeError(`${name} has no auto-scaling enabled that could change ${JSON.stringify(sizes)}`);
  const shards = cluster.shards.map((shard) => ({
    ...shard,
    regionConfigs: shard.regionConfigs.map((region) => ({ ...region, scaled: scaled(region, sizes) })),
  }));
  state.clusters.put(key, { ...cluster, shards });
}

function applies({ autoScaling }: RegionDoc, { instanceSize, diskSizeGB }: AutoscaledSizes): boolean {
  const compute = booleanAt(objectAt(autoScaling, "compute"), "enabled") ?? false;
  const disk = booleanAt(objectAt(autoScaling, "diskGB"), "enabled") ?? false;
  return (compute && instanceSize !== undefined) || (disk && diskSizeGB !== undefined);
}

function scaled(region: RegionDoc, sizes: AutoscaledSizes): RegionDoc["scaled"] {
  const compute = booleanAt(objectAt(region.autoScaling, "compute"), "enabled");
  const disk = booleanAt(objectAt(region.autoScaling, "diskGB"), "enabled");
  return {
    ...region.scaled,
    ...(compute && sizes.instanceSize !== undefined ? { instanceSize: sizes.instanceSize } : {}),
    ...(disk && sizes.diskSizeGB !== undefined ? { diskSizeGB: sizes.diskSizeGB } : {}),
  };
}
