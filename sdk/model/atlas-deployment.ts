import type { ConnectionStrings } from "./atlas-deployment/connection-strings";
import type { DedicatedSpec } from "./atlas-deployment/dedicated";
import type { FlexSpec } from "./atlas-deployment/flex";
import type {
  CustomZoneMappingStatus,
  ManagedNamespaceStatus,
  ReplicaSetStatus,
  SearchIndexStatus,
  ServerlessPrivateEndpointStatus,
} from "./atlas-deployment/parts-status";
import type { ProcessArgs } from "./atlas-deployment/process-args";
import type { ServerlessSpec } from "./atlas-deployment/serverless";
import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, EmbeddedRef, ResourceRef } from "./markers";

export type * from "./atlas-deployment/connection-strings";
export type * from "./atlas-deployment/dedicated";
export type * from "./atlas-deployment/flex";
export type * from "./atlas-deployment/geo";
export type * from "./atlas-deployment/parts-status";
export type * from "./atlas-deployment/process-args";
export type * from "./atlas-deployment/replication";
export type * from "./atlas-deployment/search";
export type * from "./atlas-deployment/serverless";

/**
 * A database deployment in a project: a dedicated cluster, a free (M0) cluster or a Flex cluster.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasdeployments
 * @singular atlasdeployment
 * @shortNames ["ad"]
 * @categories ["atlas"]
 * @protect
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Atlas State", "type": "string", "jsonPath": ".status.stateName"},
 *   {"name": "MongoDB Version", "type": "string", "jsonPath": ".status.mongoDBVersion"}
 * ]
 */
export interface AtlasDeployment {
  /** The declared deployment. */
  spec?: AtlasDeploymentSpec;
  /** The deployment as last seen in Atlas. */
  status?: AtlasDeploymentStatus;
}

/**
 * What a deployment shall be: exactly one of `deploymentSpec`, `flexSpec` and `serverlessSpec`.
 * @exactlyOne ["projectRef", "externalProjectRef"]
 * @exactlyOne ["deploymentSpec", "flexSpec", "serverlessSpec"]
 * @cel [
 *   {
 *     "rule": "(has(self.externalProjectRef) && !has(self.projectRef)) || (!has(self.externalProjectRef) && has(self.projectRef))",
 *     "message": "exactly one of projectRef and externalProjectRef must be given"
 *   },
 *   {
 *     "rule": "(has(self.externalProjectRef) && has(self.connectionSecret)) || !has(self.externalProjectRef)",
 *     "message": "externalProjectRef needs a connectionSecret"
 *   },
 *   {
 *     "rule": "!has(self.serverlessSpec) || (oldSelf.hasValue() && oldSelf.value().serverlessSpec != null)",
 *     "message": "serverless instances can no longer be made; use flexSpec",
 *     "fieldPath": ".serverlessSpec",
 *     "optionalOldSelf": true
 *   }
 * ]
 */
export interface AtlasDeploymentSpec {
  /**
   * Project the deployment belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the deployment belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /** A dedicated cluster (M10 and larger), or a free one (M0). */
  deploymentSpec?: DedicatedSpec;
  /** A Flex cluster: shared hardware, billed by use. */
  flexSpec?: FlexSpec;
  /** A serverless instance. Atlas turned all of them into Flex clusters: only objects that have this already may keep it. */
  serverlessSpec?: ServerlessSpec;
  /** When to take backups, and how long to keep them. Needs `deploymentSpec.backupEnabled`. */
  backupRef?: EmbeddedRef<"AtlasBackupSchedule">;
  /** Settings of the database processes. Settings that are absent are left as they are in Atlas. */
  processArgs?: ProcessArgs;
  /**
   * Turns a Flex or free cluster of the same name into the dedicated one that `deploymentSpec` describes, with its data. Nobody can
   * undo it. Has no effect once the cluster is dedicated. Absent means false.
   */
  upgradeToDedicated?: boolean;
}

/** The deployment as last seen in Atlas. */
export interface AtlasDeploymentStatus extends CommonStatus {
  /** What Atlas is doing with the deployment: `CREATING`, `IDLE`, `UPDATING`, `REPAIRING`, `DELETING`, `DELETED`. */
  stateName?: string;
  /** Full version of MongoDB that runs, such as `8.0.4`. */
  mongoDBVersion?: string;
  /** Addresses to connect to. Without user or password. */
  connectionStrings?: ConnectionStrings;
  /** Replica sets that the deployment consists of. */
  replicaSets?: ReplicaSetStatus[];
  /** Zone mapping of a global cluster. */
  customZoneMapping?: CustomZoneMappingStatus;
  /** Managed namespaces of a global cluster. */
  managedNamespaces?: ManagedNamespaceStatus[];
  /** Search indexes of the deployment. */
  searchIndexes?: SearchIndexStatus[];
  /** When the connection strings changed last. Kept for manifests of former versions; nothing writes it. */
  mongoURIUpdated?: string;
  /** Private endpoints of a serverless instance. Kept for manifests of former versions; nothing writes it. */
  serverlessPrivateEndpoints?: ServerlessPrivateEndpointStatus[];
}
