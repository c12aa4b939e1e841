import { isDeepStrictEqual } from "node:util";
import type { Fault } from "../errors";
import { show } from "../messages";
import { compareInstanceSizes, isInstanceSize } from "./instance-size";
import type { AutoScaling, ComputeScaling, RegionConfig } from "./replication";

interface PlacedRegion {
  region: RegionConfig;
  /** Path of the region in the spec. */
  at: string;
}

/** Rules of autoscaling: the same in every region, with limits that make sense and hold the sizes to begin with. */
export function autoScalingFaults(regions: readonly PlacedRegion[]): Fault[] {
  const [first] = regions;
  const different = regions.filter(({ region }) => !sameScaling(region.autoScaling, first?.region.autoScaling));
  return [
    ...different.map(({ at }) => ({
      path: `${at}.autoScaling`,
      message: `must be the same in every region, but differs from ${first?.at}.autoScaling`,
    })),
    ...regions.flatMap(regionFaults),
  ];
}

function sameScaling(a: AutoScaling | undefined, b: AutoScaling | undefined): boolean {
  return isDeepStrictEqual(effective(a), effective(b));
}

/** What a declaration amounts to: absent means switched off, and limits of what is off mean nothing. */
function effective(scaling: AutoScaling | undefined): object {
  const { enabled = false, scaleDownEnabled = false, minInstanceSize, maxInstanceSize } = scaling?.compute ?? {};
  const disk = scaling?.diskGB?.enabled ?? false;
  return enabled ? { disk, scaleDownEnabled, minInstanceSize, maxInstanceSize } : { disk };
}

function regionFaults({ region, at }: PlacedRegion): Fault[] {
  const operational = region.autoScaling?.compute;
  const analytics = region.analyticsAutoScaling?.compute;
  return [
    ...limitFaults(operational, `${at}.autoScaling.compute`),
    ...limitFaults(analytics, `${at}.analyticsAutoScaling.compute`),
    ...sizeFaults(operational, region.electableSpecs?.instanceSize, `${at}.electableSpecs.instanceSize`),
    ...sizeFaults(operational, region.readOnlySpecs?.instanceSize, `${at}.readOnlySpecs.instanceSize`),
    ...sizeFaults(analytics ?? operational, region.analyticsSpecs?.instanceSize, `${at}.analyticsSpecs.instanceSize`),
  ];
}

function limitFaults(compute: ComputeScaling | undefined, path: string): Fault[] {
  if (!compute?.enabled) return [];
  const { minInstanceSize: least, maxInstanceSize: most } = compute;
  const faults: Fault[] = [];
  if (!most) faults.push({ path: `${path}.maxInstanceSize`, message: "is required when enabled is true" });
  if (!least && compute.scaleDownEnabled) {
    faults.push({ path: `${path}.minInstanceSize`, message: "is required when scaleDownEnabled is true" });
  }
  for (const [field, size] of Object.entries({ minInstanceSize: least, maxInstanceSize: most })) {
    if (size && !isInstanceSize(size)) {
      faults.push({
        path: `${path}.${field}`,
        message: `${show(size)} is not an instance size such as M10 or R40_NVME`,
      });
    }
  }
  if (least && most && (compareInstanceSizes(least, most) ?? 0) > 0) {
    faults.push({ path: `${path}.minInstanceSize`, message: `${least} is larger than maxInstanceSize, ${most}` });
  }
  return faults;
}

function sizeFaults(compute: ComputeScaling | undefined, size: string | undefined, path: string): Fault[] {
  if (!compute?.enabled || !size) return [];
  const { minInstanceSize: least, maxInstanceSize: most } = compute;
  if (least && (compareInstanceSizes(size, least) ?? 0) < 0) {
    return [{ path, message: `${size} is smaller than ${least}, the smallest size that autoscaling may choose` }];
  }
  if (most && (compareInstanceSizes(size, most) ?? 0) > 0) {
    return [{ path, message: `${size} is larger than ${most}, the largest size that autoscaling may choose` }];
  }
  return [];
}
