import type { BiConnector } from "../atlas-deployment/dedicated";
import type { Label } from "../key-value";
import type { DeclaredConnectionStrings } from "./connection-strings";
import type { LegacyAutoScaling } from "./settings";

/** A cluster whose regions may differ. What Atlas alone says of a cluster may stand here, and nothing reads it. */
export interface AdvancedClusterSpec {
  /**
   * Name of the cluster. Unique within the project.
   * @replace
   */
  name?: string;
  /** `REPLICASET`, `SHARDED` or `GEOSHARDED`. `REPLICASET` when absent. */
  clusterType?: string;
  /** Whether cloud backups are taken. */
  backupEnabled?: boolean;
  /** Access for business intelligence tools. */
  biConnector?: BiConnector;
  /**
   * Size of the disk in gigabytes, on every node. What belongs to the size when absent.
   * @asType integer
   */
  diskSizeGB?: number;
  /** Key management that encrypts the disks: `AWS`, `GCP`, `AZURE` or `NONE`. */
  encryptionAtRestProvider?: string;
  /** Labels of the cluster, for tools only. */
  labels?: Label[];
  /** Major version of MongoDB, such as `8.0`. */
  mongoDBMajorVersion?: string;
  /** Whether the cluster is paused. False when absent. */
  paused?: boolean;
  /** Whether any point in time can be restored. False when absent. */
  pitEnabled?: boolean;
  /** Zones and shards. */
  replicationSpecs?: AdvancedReplicationSpec[];
  /** Certificate authority of the cluster's own certificates. */
  rootCertType?: string;
  /** How upgrades come: `LTS` or `CONTINUOUS`. */
  versionReleaseSystem?: string;
  /** Addresses of the cluster. Nothing reads it. */
  connectionStrings?: DeclaredConnectionStrings;
  /** When the cluster was made. Nothing reads it. */
  createDate?: string;
  /** Id of the project. Nothing reads it. */
  groupId?: string;
  /** Id of the cluster. Nothing reads it. */
  id?: string;
  /** Full version of MongoDB. Nothing reads it. */
  mongoDBVersion?: string;
  /** State of the cluster. Nothing reads it. */
  stateName?: string;
}

/** The nodes of one zone, in one or more regions. */
export interface AdvancedReplicationSpec {
  /** Id of the zone in Atlas. Nothing reads it. */
  id?: string;
  /**
   * Number of shards that are built alike; 1 when absent or 0.
   * @asType integer
   */
  numShards?: number;
  /** Name of the zone in a global cluster. */
  zoneName?: string;
  /** Regions of the zone. */
  regionConfigs?: AdvancedRegion[];
}

/** The nodes in one region. */
export interface AdvancedRegion {
  /** Cloud provider; `TENANT` for free clusters, with `backingProviderName`. */
  providerName?: string;
  /** Cloud provider that hosts a free cluster. */
  backingProviderName?: string;
  /** Region, as Atlas writes it: `US_EAST_1`. */
  regionName?: string;
  /**
   * Order in which regions are elected primary: 7 is the highest.
   * @asType integer
   */
  priority?: number;
  /** Nodes that can become primary. */
  electableSpecs?: AdvancedHardware;
  /** Nodes that only serve reads. */
  readOnlySpecs?: AdvancedHardware;
  /** Nodes that only serve analytics. */
  analyticsSpecs?: AdvancedHardware;
  /** What Atlas may resize by itself. The same in every region. */
  autoScaling?: LegacyAutoScaling;
}

/** How many nodes, and how large. */
export interface AdvancedHardware {
  /** Size of each node: `M10`, `R40`, `M40_NVME`. */
  instanceSize?: string;
  /**
   * Number of nodes.
   * @asType integer
   */
  nodeCount?: number;
  /** Speed class of AWS disks: `STANDARD` or `PROVISIONED`. */
  ebsVolumeType?: string;
  /**
   * Disk operations per second on AWS, for `PROVISIONED` disks.
   * @asType integer
   * @format int64
   */
  diskIOPS?: number;
}
