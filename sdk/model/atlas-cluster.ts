import type { AdvancedClusterSpec } from "./atlas-cluster/advanced";
import type { LegacyConnectionStrings } from "./atlas-cluster/connection-strings";
import type { LegacyProviderSettings, NamedClusterSettings, PlainClusterSettings } from "./atlas-cluster/settings";
import type { CommonStatus } from "./condition";
import type { ResourceRef } from "./markers";

export type * from "./atlas-cluster/advanced";
export type * from "./atlas-cluster/connection-strings";
export type * from "./atlas-cluster/settings";

/**
 * A cluster as the operator's releases before 1.0 had it, in both of their forms. Made true as an AtlasDeployment is, which is what to
 * declare instead.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasclusters
 * @singular atlascluster
 * @protect
 */
export interface AtlasCluster {
  /** The declared cluster. */
  spec?: AtlasClusterSpec;
  /** The cluster as last seen in Atlas. */
  status?: AtlasClusterStatus;
}

/**
 * What a cluster shall be: up to release 0.5 the settings stand here, later in `clusterSpec` or `advancedClusterSpec`.
 * @exactlyOne ["providerSettings", "clusterSpec", "advancedClusterSpec"]
 */
export interface AtlasClusterSpec extends PlainClusterSettings {
  /**
   * Project the cluster belongs to, declared beside it.
   * @replace
   */
  projectRef: ResourceRef<"AtlasProject">;
  /**
   * Name of the cluster, up to release 0.5. Unique within the project.
   * @replace
   */
  name?: string;
  /** Where the cluster runs, and on what, up to release 0.5. */
  providerSettings?: LegacyProviderSettings;
  /** A cluster whose regions are all of one provider and size. */
  clusterSpec?: NamedClusterSettings;
  /** A cluster whose regions may differ. */
  advancedClusterSpec?: AdvancedClusterSpec;
}

/** The cluster as last seen in Atlas. */
export interface AtlasClusterStatus extends CommonStatus {
  /** What Atlas is doing with the cluster: `CREATING`, `IDLE`, `UPDATING`, `REPAIRING`, `DELETING`. */
  stateName?: string;
  /** Full version of MongoDB that runs, such as `8.0.4`. */
  mongoDBVersion?: string;
  /** Addresses to connect to. Without user or password. */
  connectionStrings?: LegacyConnectionStrings;
  /** When the connection strings changed last. Nothing writes it. */
  mongoURIUpdated?: string;
}
