import type { Call } from "../call";
import { atlasTime } from "../clock";
import { type JsonObject, objectAt, stringAt } from "../json";
import type { ClusterDoc } from "./cluster-doc";
import { clusterView } from "./views";

/** A free cluster as the versions of 2023-01-01 show it, as recorded: one region, with its provider, beside the cluster. */
export function legacyView(call: Call, cluster: ClusterDoc): JsonObject {
  const shown = clusterView({ ...call, version: "2024-08-05" }, cluster);
  const strings = objectAt(shown, "connectionStrings");
  const standard = stringAt(strings, "standard");
  const [shard] = cluster.shards;
  const [region] = shard?.regionConfigs ?? [];
  const size = region?.electableSpecs?.instanceSize;
  const replicationSpec = {
    [region?.regionName ?? ""]: { analyticsNodes: 0, electableNodes: 3, priority: 7, readOnlyNodes: 0 },
  };
  const same = Object.fromEntries(shared.map((name) => [name, shown[name]]));
  return {
    ...same,
    autoScaling: { compute: { enabled: false, scaleDownEnabled: false }, diskGBEnabled: false },
    diskSizeGB: region?.electableSpecs?.diskSizeGB,
    mongoURI: standard?.split("/?")[0],
    mongoURIUpdated: atlasTime(cluster.createDate),
    mongoURIWithOptions: standard,
    numShards: 1,
    providerBackupEnabled: shown.backupEnabled,
    providerSettings: {
      autoScaling: { compute: { maxInstanceSize: null, minInstanceSize: null } },
      backingProviderName: region?.backingProviderName,
      effectiveInstanceSizeName: size,
      instanceSizeName: size,
      providerName: region?.providerName,
      regionName: region?.regionName,
    },
    replicationFactor: 3,
    replicationSpec,
    replicationSpecs: [
      {
        id: cluster.legacySpecIds[shard?.zoneName ?? ""],
        numShards: 1,
        regionsConfig: replicationSpec,
        zoneName: shard?.zoneName,
      },
    ],
    srvAddress: strings.standardSrv,
  };
}

/** Members that all versions have. */
const shared = [
  "backupEnabled",
  "biConnector",
  "clusterType",
  "connectionStrings",
  "createDate",
  "diskWarmingMode",
  "encryptionAtRestProvider",
  "globalClusterSelfManagedSharding",
  "groupId",
  "id",
  "labels",
  "links",
  "mongoDBMajorVersion",
  "mongoDBVersion",
  "name",
  "paused",
  "pitEnabled",
  "rootCertType",
  "stateName",
  "tags",
  "terminationProtectionEnabled",
  "versionReleaseSystem",
] as const;
