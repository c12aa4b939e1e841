import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { declaredScaling, normaliseScaling, type Scaling } from "./scaling";
import type { Dedicated } from "./types";

/** Nodes of one role in a region. Absent fields are not declared. */
export interface Nodes {
  nodeCount: number;
  instanceSize?: string;
  diskSizeGB?: number;
  ebsVolumeType?: string;
  diskIOPS?: number;
}

export const roles = ["electableSpecs", "readOnlySpecs", "analyticsSpecs"] as const;
export type Role = (typeof roles)[number];

/** A region of a shard, in the form both sides are compared in. Roles without nodes are absent. */
export type Region = { [R in Role]?: Nodes } & {
  /** Where it is declared, for messages: `replicationSpecs[0].regionConfigs[1]`. */
  path: string;
  providerName: string;
  /** Provider under a shared deployment. */
  backingProviderName?: string;
  regionName: string;
  priority?: number;
  /** Absent in shared deployments. */
  autoScaling?: Scaling;
  analyticsAutoScaling?: Scaling;
};

export interface Shard {
  path: string;
  zoneName?: string;
  regions: Region[];
}

export const isTenant = (shards: readonly Shard[]): boolean => shards[0]?.regions[0]?.providerName === "TENANT";

/** Identifies a region within its shard. */
export const placeOf = ({ providerName, regionName }: Region): string => `${providerName}/${regionName}`;

type DeclaredSpec = NonNullable<Dedicated["replicationSpecs"]>[number];
type DeclaredRegion = NonNullable<DeclaredSpec["regionConfigs"]>[number];

/**
 * Shards of a declaration, one for each: entries that stand for several alike are repeated. Zones of a global cluster that have no
 * name are called by their position.
 */
export function declaredShards({ clusterType, replicationSpecs = [], diskSizeGB }: Dedicated): Shard[] {
  return replicationSpecs.flatMap(({ numShards, zoneName: named, regionConfigs = [] }, index) => {
    const zoneName = named || (clusterType === "GEOSHARDED" ? `Zone ${index + 1}` : undefined);
    const path = `replicationSpecs[${index}]`;
    const regions = regionConfigs.map((region, place) =>
      declaredRegion(region, `${path}.regionConfigs[${place}]`, diskSizeGB),
    );
    return Array.from({ length: numShards || 1 }, () => ({ path, ...(zoneName && { zoneName }), regions }));
  });
}

function declaredRegion(region: DeclaredRegion, path: string, diskSizeGB: number | undefined): Region {
  const {
    providerName = "AWS",
    backingProviderName,
    regionName = "",
    priority,
    autoScaling,
    analyticsAutoScaling,
  } = region;
  const place = { path, providerName, regionName, ...(priority !== undefined && { priority }) };
  if (providerName === "TENANT") {
    const { instanceSize } = region.electableSpecs ?? {};
    return {
      ...place,
      ...(backingProviderName && { backingProviderName }),
      electableSpecs: nodes({ instanceSize }, 1),
    };
  }
  const present = roles.flatMap((role) => {
    const { nodeCount = 0, ...hardware } = region[role] ?? {};
    return nodeCount > 0 ? [[role, nodes({ ...hardware, diskSizeGB }, nodeCount)]] : [];
  });
  return {
    ...place,
    ...Object.fromEntries(present),
    autoScaling: declaredScaling(autoScaling),
    ...(analyticsAutoScaling && { analyticsAutoScaling: normaliseScaling(analyticsAutoScaling) }),
  };
}

/**
 * Declared shards in the order of those there are, which tells Atlas what is meant: each in its zone, then what is left over (a zone
 * with another name), then new ones.
 */
export function alignZones(declared: readonly Shard[], observed: readonly Shard[]): Shard[] {
  const waiting = [...declared];
  const take = (at: number): Shard | undefined => (at < 0 ? undefined : waiting.splice(at, 1)[0]);
  const placed = observed.map(({ zoneName }) =>
    take(waiting.findIndex((shard) => shard.zoneName !== undefined && shard.zoneName === zoneName)),
  );
  const filled = placed.map((shard) => shard ?? take(0));
  return [...filled, ...waiting].filter((shard) => shard !== undefined);
}

type Answer = NonNullable<ResponseBody<"getGroupCluster">["replicationSpecs"]>;
type AnsweredRegion = NonNullable<Answer[number]["regionConfigs"]>[number];

/** Shards that Atlas shows. */
export function observedShards(answer: Answer = []): Shard[] {
  return answer.map(({ zoneName, regionConfigs = [] }, index) => ({
    path: `replicationSpecs[${index}]`,
    ...(zoneName && { zoneName }),
    regions: regionConfigs.map((region, place) =>
      observedRegion(region, `replicationSpecs[${index}].regionConfigs[${place}]`),
    ),
  }));
}

function observedRegion(region: AnsweredRegion, path: string): Region {
  const { providerName, regionName = "", priority } = region;
  const place = { path, providerName: providerName ?? "", regionName, ...(priority !== undefined && { priority }) };
  if (region.providerName === "TENANT") {
    const { instanceSize } = region.electableSpecs ?? {};
    return { ...place, backingProviderName: region.backingProviderName, electableSpecs: nodes({ instanceSize }, 1) };
  }
  const present = roles.flatMap((role) => {
    const { nodeCount = 0, ...hardware }: Partial<Nodes> = region[role] ?? {};
    return nodeCount > 0 ? [[role, nodes(hardware, nodeCount)]] : [];
  });
  const { autoScaling, analyticsAutoScaling } = region;
  return {
    ...place,
    ...Object.fromEntries(present),
    ...(autoScaling && { autoScaling: normaliseScaling(autoScaling) }),
    ...(analyticsAutoScaling && { analyticsAutoScaling: normaliseScaling(analyticsAutoScaling) }),
  };
}

function nodes({ instanceSize, diskSizeGB, ebsVolumeType, diskIOPS }: Partial<Nodes>, nodeCount: number): Nodes {
  return {
    nodeCount,
    ...(instanceSize && { instanceSize }),
    ...(diskSizeGB && { diskSizeGB }),
    ...(ebsVolumeType && { ebsVolumeType }),
    ...(diskIOPS && { diskIOPS }),
  };
}
