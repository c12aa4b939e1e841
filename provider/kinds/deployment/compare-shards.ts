import { same } from "../canonical";
import type { Difference } from "../contract";
import { type Scaling, scalesCompute, scalesDisk } from "./scaling";
import { type Nodes, placeOf, type Region, type Role, roles, type Shard } from "./shards";

const root = "spec.deploymentSpec";

/**
 * What separates declared shards from those there are. Only what is declared is compared, but for autoscaling, which is off when it is
 * absent. Sizes that Atlas chooses do not differ, wherever they stand.
 */
export function compareShards(declared: readonly Shard[], observed: readonly Shard[]): Difference[] {
  const found: Difference[] = [];
  if (declared.length !== observed.length) {
    found.push({ path: `${root}.replicationSpecs`, from: shardCount(observed), to: shardCount(declared) });
  }
  declared.forEach((shard, index) => {
    const there = observed[index];
    if (there) found.push(...compareShard(shard, there));
  });
  // Shards that are declared together differ together: told once.
  return [...new Map(found.map((difference) => [difference.path, difference])).values()];
}

const shardCount = (shards: readonly Shard[]): string => `${shards.length} shard${shards.length === 1 ? "" : "s"}`;

function compareShard(declared: Shard, observed: Shard): Difference[] {
  const there = new Map(observed.regions.map((region) => [placeOf(region), region]));
  const kept = new Set(declared.regions.map(placeOf));
  const zone = declared.zoneName !== undefined && declared.zoneName !== observed.zoneName;
  return [
    ...(zone ? [{ path: `${root}.${declared.path}.zoneName`, from: observed.zoneName, to: declared.zoneName }] : []),
    ...declared.regions.flatMap((region) => {
      const before = there.get(placeOf(region));
      return before ? compareRegion(region, before) : [{ path: `${root}.${region.path}`, to: placeOf(region) }];
    }),
    ...observed.regions
      .filter((region) => !kept.has(placeOf(region)))
      .map((region) => ({ path: `${root}.${declared.path}.regionConfigs`, from: placeOf(region) })),
  ];
}

function compareRegion(declared: Region, observed: Region): Difference[] {
  const path = `${root}.${declared.path}`;
  const one = <T>(field: string, to: T | undefined, from: T | undefined): Difference[] =>
    to === undefined || same(to, from) ? [] : [{ path: `${path}.${field}`, from, to }];
  return [
    ...one("priority", declared.priority, observed.priority),
    ...one("backingProviderName", declared.backingProviderName, observed.backingProviderName),
    ...compareScaling(`${path}.autoScaling`, declared.autoScaling, observed.autoScaling),
    ...compareScaling(`${path}.analyticsAutoScaling`, declared.analyticsAutoScaling, observed.analyticsAutoScaling),
    ...roles.flatMap((role) => compareNodes(`${path}.${role}`, role, declared, observed)),
  ];
}

function compareScaling(path: string, declared: Scaling | undefined, observed: Scaling | undefined): Difference[] {
  return (["compute", "diskGB"] as const).flatMap((what) => {
    const to = declared?.[what];
    if (!to) return [];
    const from: Record<string, unknown> = { enabled: false, ...observed?.[what] };
    return Object.entries(to)
      .filter(([field, value]) => !same(value, from[field] ?? (field === "scaleDownEnabled" ? false : undefined)))
      .map(([field, value]) => ({ path: `${path}.${what}.${field}`, from: from[field], to: value }));
  });
}

function compareNodes(path: string, role: Role, declared: Region, observed: Region): Difference[] {
  const to = declared[role];
  const from = observed[role];
  if (!to || !from)
    return to || from ? [{ path: `${path}.nodeCount`, from: from?.nodeCount ?? 0, to: to?.nodeCount ?? 0 }] : [];
  const scaling = scalingOf(role, declared, observed);
  const free: (keyof Nodes)[] = [
    ...(scalesCompute(scaling) ? (["instanceSize"] as const) : []),
    ...(scalesDisk(declared.autoScaling) ? (["diskSizeGB"] as const) : []),
    // Atlas sets the speed of disks that are not provisioned.
    ...(to.ebsVolumeType === "STANDARD" ? (["diskIOPS"] as const) : []),
  ];
  return (Object.keys(to) as (keyof Nodes)[])
    .filter((field) => !free.includes(field) && !same(to[field], from[field]))
    .map((field) => {
      const where = field === "diskSizeGB" ? `${root}.diskSizeGB` : `${path}.${field}`;
      return { path: where, from: from[field], to: to[field] };
    });
}

/** The autoscaling that governs nodes of a role; where analytics nodes declare none, the one they have. */
export function scalingOf(role: Role, declared: Region, observed: Region | undefined): Scaling | undefined {
  if (role !== "analyticsSpecs") return declared.autoScaling;
  return declared.analyticsAutoScaling ?? observed?.analyticsAutoScaling;
}
