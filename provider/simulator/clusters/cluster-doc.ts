import type { BackupScheduleDoc } from "../backups/docs";
import type { Json, JsonObject } from "../json";

/** Nodes of one sort in one region, as they are run. Sizes in GB, throughput in MB a second. */
export interface HardwareDoc {
  instanceSize: string;
  diskSizeGB: number;
  diskIOPS?: number;
  ebsVolumeType?: string;
  diskThroughput?: number;
  /** Absent in the free tier, which does not tell. */
  nodeCount?: number;
}

export interface RegionDoc {
  providerName: string;
  backingProviderName?: string;
  regionName: string;
  priority: number;
  electableSpecs?: HardwareDoc;
  analyticsSpecs?: HardwareDoc;
  readOnlySpecs?: HardwareDoc;
  autoScaling?: JsonObject;
  analyticsAutoScaling?: JsonObject;
  /** What auto-scaling made of the declared sizes. */
  scaled?: { instanceSize?: string; diskSizeGB?: number };
}

/** One shard. */
export interface ShardDoc {
  id: string;
  zoneId: string;
  zoneName: string;
  regionConfigs: RegionDoc[];
}

/** Life of a deployment as the service tells it. */
export type DeploymentState = "CREATING" | "IDLE" | "UPDATING" | "DELETING";

/** What the clock will do to a deployment: at that time it becomes IDLE, is gone, or becomes the dedicated cluster it is upgraded to. */
export interface Transition {
  to: "IDLE" | "GONE" | "UPGRADED";
  at: number;
}

/** Nodes of their own for search. Being changed until `busyUntil`; `leaving` ones are gone then. */
export interface SearchNodesDoc {
  id: string;
  specs: JsonObject[];
  busyUntil: number;
  leaving?: boolean;
}

export interface SearchIndexDoc {
  id: string;
  name: string;
  database: string;
  collectionName: string;
  type: string;
  /** As it was sent. */
  definition: JsonObject;
  version: number;
  /** When the definition was sent: from then on the nodes build it. */
  changedAt: number;
  /** When it was asked to go. */
  deletedAt?: number;
}

export interface ClusterDoc {
  id: string;
  groupId: string;
  name: string;
  clusterType: string;
  createDate: number;
  stateName: DeploymentState;
  transition?: Transition;
  shards: ShardDoc[];
  /** Ids the 2023-02-01 version shows for its replication specs, by zone name. */
  legacySpecIds: Record<string, string>;
  /** Part of every host name of the project's clusters. */
  hostWord: string;
  replicaSetWord: string;
  /** Whether nodes answer: connection strings are shown from then on. */
  provisioned: boolean;
  mongoDBMajorVersion: string;
  tags?: JsonObject[];
  labels: JsonObject[];
  paused: boolean;
  resumedAt?: number;
  configServerType?: string;
  /** Settings that are kept as they were sent, defaults filled in. */
  settings: Record<string, Json>;
  /** TLS settings, shared with the process arguments. Absent in the free tier. */
  advancedConfiguration?: JsonObject;
  processArgs: JsonObject;
  /** Absent: the one that the service makes, which nobody has looked at yet. */
  backupSchedule?: BackupScheduleDoc;
  searchNodes?: SearchNodesDoc;
  searchIndexes?: SearchIndexDoc[];
  /** Zone id of each mapped location. */
  zoneMapping?: Record<string, string>;
  managedNamespaces?: JsonObject[];
  /** The cluster that an upgrade under way makes of this one. */
  upgrade?: ClusterDoc;
}
