import type { BiConnector } from "../atlas-deployment/dedicated";
import type { ComputeScaling } from "../atlas-deployment/replication";
import type { Label } from "../key-value";

/** Settings of a cluster whose regions are all of one provider and size. */
export interface PlainClusterSettings {
  /** What Atlas may resize by itself. Its limits are those of `providerSettings.autoScaling`. */
  autoScaling?: LegacyAutoScaling;
  /** Access for business intelligence tools. */
  biConnector?: BiConnector;
  /** Replica set, sharded cluster or global cluster. `REPLICASET` when absent. */
  clusterType?: "REPLICASET" | "SHARDED" | "GEOSHARDED";
  /**
   * Size of the disk in gigabytes, on every node. What belongs to the size when absent.
   * @asType integer
   * @minimum 0
   * @maximum 4096
   */
  diskSizeGB?: number;
  /** Key management that encrypts the disks, set up in the project. */
  encryptionAtRestProvider?: "AWS" | "GCP" | "AZURE" | "NONE";
  /** Labels of the cluster, for tools only. */
  labels?: Label[];
  /** Major version of MongoDB, such as `8.0`. */
  mongoDBMajorVersion?: string;
  /**
   * Number of shards, where `replicationSpecs` does not say it. 1 when absent.
   * @asType integer
   * @minimum 1
   * @maximum 50
   */
  numShards?: number;
  /** Whether the cluster is paused. False when absent. */
  paused?: boolean;
  /** Whether any point in time can be restored. Needs `providerBackupEnabled`. False when absent. */
  pitEnabled?: boolean;
  /** Whether cloud backups are taken. */
  providerBackupEnabled?: boolean;
  /** Zones and regions. One zone with three nodes in `providerSettings.regionName` when absent. */
  replicationSpecs?: LegacyReplicationSpec[];
}

/** A cluster whose regions are all of one provider and size. */
export interface NamedClusterSettings extends PlainClusterSettings {
  /**
   * Name of the cluster. Unique within the project.
   * @replace
   */
  name: string;
  /** Where the cluster runs, and on what. */
  providerSettings: LegacyProviderSettings;
}

/** What Atlas may resize by itself. */
export interface LegacyAutoScaling {
  /** Whether indexes are made automatically. No cluster of today has it: refused when true. */
  autoIndexingEnabled?: boolean;
  /** Whether the disk may grow. */
  diskGBEnabled?: boolean;
  /** Scaling of the instance size. */
  compute?: ComputeScaling;
}

/** Where a cluster runs, and on what. */
export interface LegacyProviderSettings {
  /** Cloud provider; `TENANT` for free clusters, with `backingProviderName`. */
  providerName: "AWS" | "GCP" | "AZURE" | "TENANT";
  /** Size of each node: `M10`, `R40`, `M40_NVME`. */
  instanceSizeName: string;
  /** Region, as Atlas writes it: `US_EAST_1`. Where `replicationSpecs` names regions, those count. */
  regionName?: string;
  /** Cloud provider that hosts a free cluster. */
  backingProviderName?: "AWS" | "GCP" | "AZURE";
  /**
   * Disk operations per second on AWS, for `PROVISIONED` disks.
   * @asType integer
   * @format int64
   */
  diskIOPS?: number;
  /** Disk type on Azure: `P10`. It stands for a size, which `diskSizeGB` says today. */
  diskTypeName?: string;
  /** Whether disks on AWS are encrypted. All are today: refused when false. */
  encryptEBSVolume?: boolean;
  /** Speed class of AWS disks. */
  volumeType?: "STANDARD" | "PROVISIONED";
  /** Limits of the instance size. */
  autoScaling?: LegacyAutoScaling;
}

/** The nodes of one zone. */
export interface LegacyReplicationSpec {
  /**
   * Number of shards that are built alike.
   * @asType integer
   * @format int64
   */
  numShards?: number;
  /** Name of the zone in a global cluster. */
  zoneName?: string;
  /** Nodes by region, as Atlas writes it. */
  regionsConfig?: Record<string, LegacyRegion>;
}

/** The nodes in one region. */
export interface LegacyRegion {
  /**
   * Nodes that only serve analytics.
   * @asType integer
   * @format int64
   */
  analyticsNodes?: number;
  /**
   * Nodes that can become primary.
   * @asType integer
   * @format int64
   */
  electableNodes?: number;
  /**
   * Order in which regions are elected primary: 7 is the highest.
   * @asType integer
   * @format int64
   */
  priority?: number;
  /**
   * Nodes that only serve reads.
   * @asType integer
   * @format int64
   */
  readOnlyNodes?: number;
}
