import type { ObservedCluster } from "./cluster";
import type { ObservedFlex } from "./flex";
import { isTenant, roles } from "./shards";
import type { Dedicated, Flex, ResolvedDeployment } from "./types";

type RegionConfig = NonNullable<NonNullable<Dedicated["replicationSpecs"]>[number]["regionConfigs"]>[number];

export function flexSpecOf({ name, place, settings }: ObservedFlex): ResolvedDeployment {
  const providerSettings = place as Flex["providerSettings"];
  const { tags, terminationProtectionEnabled } = settings;
  return {
    flexSpec: { name, providerSettings, terminationProtectionEnabled, ...(tags.length > 0 && { tags }) },
  };
}

/** The declaration of a cluster as it was observed, one entry a shard. */
export function dedicatedSpecOf(cluster: ObservedCluster): ResolvedDeployment {
  const { name, paused, settings, shards } = cluster;
  const { tags, labels, biConnector, ...plain } = settings;
  const shared = isTenant(shards);
  const diskSizeGB = shared ? undefined : shards[0]?.regions[0]?.electableSpecs?.diskSizeGB;
  const spec = {
    name,
    ...(shared ? { terminationProtectionEnabled: plain.terminationProtectionEnabled } : plain),
    ...(biConnector.enabled && { biConnector }),
    ...(paused && { paused }),
    ...(tags.length > 0 && { tags }),
    ...(labels.length > 0 && { labels }),
    ...(diskSizeGB && { diskSizeGB }),
    replicationSpecs: shards.map(({ zoneName, regions }) => ({
      ...(zoneName && { zoneName }),
      regionConfigs: regions.map(regionOf),
    })),
  };
  // Atlas's words are wider than the model's enumerations.
  return { deploymentSpec: spec as Dedicated };
}

function regionOf({ path: _path, ...region }: ObservedCluster["shards"][number]["regions"][number]): RegionConfig {
  const nodes = roles.flatMap((role) => {
    const { diskSizeGB: _disk, nodeCount, ...hardware } = region[role] ?? { nodeCount: 0 };
    const count = region.providerName === "TENANT" ? {} : { nodeCount };
    return region[role] ? [[role, { ...hardware, ...count }]] : [];
  });
  return { ...region, ...Object.fromEntries(nodes) } as RegionConfig;
}
