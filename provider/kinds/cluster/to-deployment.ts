import type { SpecOf } from "../../../sdk/model";
import type {
  AdvancedClusterSpec,
  LegacyAutoScaling,
  LegacyProviderSettings,
  LegacyRegion,
  PlainClusterSettings,
} from "../../../sdk/model/atlas-cluster";
import { diskSizes } from "../../../sdk/model/atlas-cluster/disk-types";
import type { Resolved } from "../../../sdk/model/markers";
import type { Dedicated, ResolvedDeployment } from "../deployment/types";

export type ClusterSpec = SpecOf<"AtlasCluster">;
export type ResolvedCluster = Resolved<ClusterSpec>;
type Region = NonNullable<NonNullable<Dedicated["replicationSpecs"]>[number]["regionConfigs"]>[number];

/** Where a declaration has its settings, for messages. */
export const rootOf = ({ clusterSpec, advancedClusterSpec }: ResolvedCluster): string =>
  clusterSpec ? "spec.clusterSpec" : advancedClusterSpec ? "spec.advancedClusterSpec" : "spec";

/**
 * The deployment that a cluster of former releases is. Nothing that Atlas still knows is lost; what it does not know any more is refused
 * by the checks of the model. Pure.
 */
export function deploymentOf(spec: ResolvedCluster): ResolvedDeployment {
  const { projectRef, clusterSpec, advancedClusterSpec, providerSettings, name = "" } = spec;
  if (advancedClusterSpec) return { projectRef, deploymentSpec: advanced(advancedClusterSpec) };
  if (clusterSpec) {
    return { projectRef, deploymentSpec: plain(clusterSpec.name, clusterSpec, clusterSpec.providerSettings) };
  }
  if (!providerSettings) return { projectRef };
  return { projectRef, deploymentSpec: plain(name, spec, providerSettings) };
}

function plain(name: string, settings: PlainClusterSettings, provider: LegacyProviderSettings): Dedicated {
  const { clusterType, encryptionAtRestProvider, labels, mongoDBMajorVersion, paused, pitEnabled } = settings;
  const { biConnector, providerBackupEnabled: backupEnabled, numShards, replicationSpecs = [] } = settings;
  const diskSizeGB = settings.diskSizeGB ?? diskSizes[provider.diskTypeName ?? ""];
  const alone = { [provider.regionName ?? ""]: { electableNodes: 3, priority: 7 } };
  const specs = replicationSpecs.length > 0 ? replicationSpecs : [{}];
  return {
    name,
    ...given({ clusterType, encryptionAtRestProvider, labels, mongoDBMajorVersion, paused, pitEnabled, biConnector }),
    ...given({ backupEnabled, diskSizeGB }),
    replicationSpecs: specs.map((spec) => ({
      ...given({ zoneName: spec.zoneName, numShards: spec.numShards ?? numShards }),
      regionConfigs: Object.entries(spec.regionsConfig ?? alone).map(([regionName, nodes]) =>
        region(regionName, nodes, settings, provider),
      ),
    })),
  };
}

function region(
  regionName: string,
  { electableNodes, readOnlyNodes, analyticsNodes, priority }: LegacyRegion,
  { autoScaling }: PlainClusterSettings,
  provider: LegacyProviderSettings,
): Region {
  const { providerName, backingProviderName, instanceSizeName: instanceSize, volumeType, diskIOPS } = provider;
  if (providerName === "TENANT") {
    return { providerName, regionName, ...given({ backingProviderName, priority }), electableSpecs: { instanceSize } };
  }
  const hardware = { instanceSize, ...given({ ebsVolumeType: volumeType, diskIOPS }) };
  const nodes = (nodeCount: number | undefined) => (nodeCount ? { ...hardware, nodeCount } : undefined);
  return {
    providerName,
    regionName,
    ...given({
      priority,
      electableSpecs: nodes(electableNodes),
      readOnlySpecs: nodes(readOnlyNodes),
      analyticsSpecs: nodes(analyticsNodes),
    }),
    autoScaling: scaling({
      diskGBEnabled: autoScaling?.diskGBEnabled ?? provider.autoScaling?.diskGBEnabled,
      compute: { ...autoScaling?.compute, ...provider.autoScaling?.compute },
    }),
  };
}

/** What Atlas alone says of a cluster (`id`, `stateName`, …) is left behind. */
function advanced(spec: AdvancedClusterSpec): Dedicated {
  const { name = "", clusterType, backupEnabled, biConnector, diskSizeGB, encryptionAtRestProvider, labels } = spec;
  const { mongoDBMajorVersion, paused, pitEnabled, rootCertType, versionReleaseSystem, replicationSpecs = [] } = spec;
  const settings = given({
    clusterType,
    backupEnabled,
    biConnector,
    diskSizeGB,
    encryptionAtRestProvider,
    labels,
    mongoDBMajorVersion,
    paused,
    pitEnabled,
    rootCertType,
    versionReleaseSystem,
  });
  // Words that the old model left open are for Atlas to judge.
  return {
    name,
    ...settings,
    replicationSpecs: replicationSpecs.map(({ id: _id, regionConfigs = [], ...zone }) => ({
      ...zone,
      regionConfigs: regionConfigs.map(({ autoScaling, ...place }) => ({
        ...place,
        ...(place.providerName !== "TENANT" && { autoScaling: scaling(autoScaling) }),
      })),
    })),
  } as Dedicated;
}

/** Disk and size in the form of today. */
const scaling = ({ compute, diskGBEnabled }: LegacyAutoScaling = {}): Region["autoScaling"] => ({
  compute: { enabled: false, ...compute },
  diskGB: { enabled: diskGBEnabled ?? false },
});

const given = <T extends object>(fields: T): Partial<T> => {
  const kept: Partial<T> = { ...fields };
  for (const name of Object.keys(fields) as (keyof T)[]) if (kept[name] === undefined) delete kept[name];
  return kept;
};
