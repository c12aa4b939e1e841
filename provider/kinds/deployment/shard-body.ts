import type { RequestBody } from "../../atlas/contract/operations.gen";
import { scalingOf } from "./compare-shards";
import { scalesCompute, scalesDisk, scalingBody, withinBounds } from "./scaling";
import { type Nodes, placeOf, type Region, type Role, roles, type Shard } from "./shards";

type Body = NonNullable<RequestBody<"createGroupCluster">["replicationSpecs"]>;

/**
 * What to send so that a cluster gets the declared shards. Where Atlas scales, the sizes it has chosen are sent back, so that no
 * change of something else undoes them; a new region or shard starts with the size the others have. Only bounds that leave out the
 * chosen size move it, to the nearest that they allow.
 *
 * @param observed shards there are; none for a cluster to be made
 */
export function shardsBody(declared: readonly Shard[], observed: readonly Shard[]): Body {
  const all = observed.flatMap(({ regions }) => regions);
  const specs = declared.map((shard, index) => {
    const there = new Map((observed[index] ?? observed[0])?.regions.map((region) => [placeOf(region), region]));
    const zoneName = shard.zoneName ?? observed[index]?.zoneName ?? observed[0]?.zoneName;
    return {
      ...(zoneName && { zoneName }),
      regionConfigs: shard.regions.map((region, place) => regionBody(region, there.get(placeOf(region)), all, place)),
    };
  });
  // The contract has one type a provider, with the sizes it knew; what is declared is for Atlas to judge.
  return specs as Body;
}

const highestPriority = 7;

function regionBody(declared: Region, current: Region | undefined, all: readonly Region[], place: number) {
  const { providerName, regionName, backingProviderName } = declared;
  const electable = (declared.electableSpecs?.nodeCount ?? 0) > 0;
  const priority = declared.priority ?? current?.priority ?? (electable ? highestPriority - place : 0);
  const where = { providerName, regionName, priority };
  if (providerName === "TENANT") {
    return { ...where, backingProviderName, electableSpecs: { instanceSize: declared.electableSpecs?.instanceSize } };
  }
  const nodes = roles.flatMap((role) => {
    const body = nodesBody(role, declared, current, all);
    return body ? [[role, body]] : [];
  });
  const { autoScaling = {}, analyticsAutoScaling } = declared;
  return {
    ...where,
    ...Object.fromEntries(nodes),
    autoScaling: scalingBody(autoScaling, (current ?? all[0])?.autoScaling),
    ...(analyticsAutoScaling && {
      analyticsAutoScaling: scalingBody(analyticsAutoScaling, current?.analyticsAutoScaling),
    }),
  };
}

function nodesBody(role: Role, declared: Region, current: Region | undefined, all: readonly Region[]) {
  const nodes = declared[role];
  const before = current?.[role];
  if (!nodes) return before && { nodeCount: 0, instanceSize: before.instanceSize };
  const like: Nodes | undefined = before ?? all.find((region) => region[role])?.[role] ?? all[0]?.electableSpecs;
  const scaling = scalingOf(role, declared, current);
  const chosenSize = scalesCompute(scaling) ? withinBounds(like?.instanceSize, scaling) : undefined;
  const chosenDisk = scalesDisk(declared.autoScaling) ? like?.diskSizeGB : undefined;
  const volume = nodes.ebsVolumeType ?? before?.ebsVolumeType;
  const speed = volume === "PROVISIONED" ? (nodes.diskIOPS ?? before?.diskIOPS) : nodes.diskIOPS;
  return {
    nodeCount: nodes.nodeCount,
    instanceSize: chosenSize ?? nodes.instanceSize ?? like?.instanceSize,
    ...((chosenDisk ?? nodes.diskSizeGB) && { diskSizeGB: chosenDisk ?? nodes.diskSizeGB }),
    ...(volume && { ebsVolumeType: volume }),
    ...(speed && { diskIOPS: speed }),
  };
}
