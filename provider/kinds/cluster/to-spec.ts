import type { AdvancedClusterSpec } from "../../../sdk/model/atlas-cluster";
import type { ResolvedDeployment } from "../deployment/types";
import type { ResolvedCluster } from "./to-deployment";

/** The declaration of a cluster as it was observed, as far as former releases can say it. */
export function advancedSpecOf({ deploymentSpec }: Partial<ResolvedDeployment>): Partial<ResolvedCluster> {
  if (!deploymentSpec) return {};
  const { name, clusterType, backupEnabled, biConnector, diskSizeGB, encryptionAtRestProvider, labels } =
    deploymentSpec;
  const { mongoDBMajorVersion, paused, pitEnabled, rootCertType, versionReleaseSystem } = deploymentSpec;
  const replicationSpecs = (deploymentSpec.replicationSpecs ?? []).map(({ regionConfigs = [], ...zone }) => ({
    ...zone,
    regionConfigs: regionConfigs.map(({ autoScaling, analyticsAutoScaling: _newer, ...region }) => ({
      ...region,
      ...(autoScaling && {
        autoScaling: { compute: autoScaling.compute, diskGBEnabled: autoScaling.diskGB?.enabled ?? false },
      }),
    })),
  }));
  const settings: AdvancedClusterSpec = { name, clusterType, backupEnabled, biConnector, diskSizeGB, replicationSpecs };
  const more = { encryptionAtRestProvider, labels, mongoDBMajorVersion, paused, pitEnabled };
  return { advancedClusterSpec: { ...settings, ...more, rootCertType, versionReleaseSystem } };
}
