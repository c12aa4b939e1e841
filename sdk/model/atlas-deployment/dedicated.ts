import type { Label, Tag } from "../key-value";
import type { ManagedNamespace, ZoneMapping } from "./geo";
import type { ReplicationSpec } from "./replication";
import type { SearchIndex, SearchNode } from "./search";

/** A dedicated cluster, or a free one (provider `TENANT`, size `M0`). */
export interface DedicatedSpec {
  /**
   * Name of the cluster. Unique within the project.
   * @pattern ^[a-zA-Z0-9][a-zA-Z0-9-]*$
   * @immutable
   * @replace
   */
  name: string;
  /** Replica set, sharded cluster or global cluster. `REPLICASET` when absent. */
  clusterType?: "REPLICASET" | "SHARDED" | "GEOSHARDED";
  /** Nodes by zone and region. */
  replicationSpecs?: ReplicationSpec[];
  /** Major version of MongoDB, such as `8.0`. Atlas's newest when absent; an older one cannot be gone back to. */
  mongoDBMajorVersion?: string;
  /** Full version of MongoDB. Kept for manifests of former versions; nothing reads it. */
  mongoDBVersion?: string;
  /** How upgrades come: `LTS` stays on the major version, `CONTINUOUS` follows every release. `LTS` when absent. */
  versionReleaseSystem?: string;
  /**
   * Size of the disk in gigabytes, on every node. What belongs to the size when absent. Leave it out where the disk grows by
   * itself.
   * @asType integer
   * @minimum 0
   * @maximum 4096
   */
  diskSizeGB?: number;
  /** Whether the cluster is paused. Atlas resumes it by itself after 30 days. False when absent. */
  paused?: boolean;
  /** Whether cloud backups are taken. Left as it is in Atlas when absent; `backupRef` needs it. */
  backupEnabled?: boolean;
  /** Whether any point in time can be restored. Needs `backupEnabled`. False when absent. */
  pitEnabled?: boolean;
  /**
   * Whether Atlas refuses to delete the cluster.
   * @default false
   */
  terminationProtectionEnabled?: boolean;
  /** Key management that encrypts the disks, set up in the project's `encryptionAtRest`. Left as it is in Atlas when absent. */
  encryptionAtRestProvider?: "AWS" | "GCP" | "AZURE" | "NONE";
  /** Certificate authority of the cluster's own certificates. `ISRGROOTX1` when absent. */
  rootCertType?: string;
  /** Where the configuration of a sharded cluster is kept: as Atlas sees fit, or always on servers of its own. */
  configServerManagementMode?: "ATLAS_MANAGED" | "FIXED_TO_DEDICATED";
  /** Access for business intelligence tools. Atlas no longer offers it for new clusters. */
  biConnector?: BiConnector;
  /**
   * Tags of the cluster. Their keys are unique. Absent means none.
   * @maxItems 50
   * @uniqueBy ["key"]
   */
  tags?: Tag[];
  /** Labels of the cluster, for tools only: they show in no console. */
  labels?: Label[];
  /**
   * Nodes of their own for search, at most one set. Absent: search runs on the database nodes.
   * @maxItems 1
   */
  searchNodes?: SearchNode[];
  /**
   * Search indexes. Their names are unique.
   * @uniqueBy ["name"]
   */
  searchIndexes?: SearchIndex[];
  /**
   * Zones that locations belong to in a global cluster.
   * @uniqueBy ["location"]
   */
  customZoneMapping?: ZoneMapping[];
  /** Collections that a global cluster spreads over its zones. Only with `GEOSHARDED`. */
  managedNamespaces?: ManagedNamespace[];
}

/** Access for business intelligence tools. */
export interface BiConnector {
  /** Whether the BI Connector runs. */
  enabled?: boolean;
  /** Nodes it reads from: `primary`, `secondary` or `analytics`. */
  readPreference?: string;
}
