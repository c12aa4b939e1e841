import type { IpAccessEntry } from "./atlas-project/access-list";
import type { AlertConfiguration } from "./atlas-project/alerts";
import type { AlertConfigurationStatus } from "./atlas-project/alerts-status";
import type { CloudProviderIntegration, CloudProviderIntegrationStatus } from "./atlas-project/cloud-access";
import type { CustomRole, CustomRoleStatus } from "./atlas-project/custom-roles";
import type { EncryptionAtRest } from "./atlas-project/encryption";
import type { ProjectIntegration, PrometheusStatus } from "./atlas-project/integrations";
import type { MaintenanceWindow } from "./atlas-project/maintenance-window";
import type { NetworkPeer, NetworkPeerStatus } from "./atlas-project/network-peers";
import type {
  ProjectPrivateEndpoint,
  ProjectPrivateEndpointStatus,
  RegionalizedPrivateEndpoint,
} from "./atlas-project/private-endpoints";
import type { Auditing, ProjectSettings } from "./atlas-project/settings";
import type { ProjectTeam, ProjectTeamStatus } from "./atlas-project/teams";
import type { CommonStatus } from "./condition";
import type { Tag } from "./key-value";
import type { EmbeddedRef, NamespacedCredentialsRef, NamespacedSecretRef } from "./markers";

export type * from "./atlas-project/access-list";
export type * from "./atlas-project/alerts";
export type * from "./atlas-project/alerts-status";
export type * from "./atlas-project/cloud-access";
export type * from "./atlas-project/custom-roles";
export type * from "./atlas-project/encryption";
export type * from "./atlas-project/integrations";
export type * from "./atlas-project/maintenance-window";
export type * from "./atlas-project/network-peers";
export type * from "./atlas-project/private-endpoints";
export type * from "./atlas-project/settings";
export type * from "./atlas-project/teams";

/**
 * A project in an Atlas organisation: deployments, users, network access and settings belong to one.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasprojects
 * @singular atlasproject
 * @shortNames ["ap"]
 * @categories ["atlas"]
 * @protect
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Atlas Name", "type": "string", "jsonPath": ".spec.name"},
 *   {"name": "Atlas ID", "type": "string", "jsonPath": ".status.id"}
 * ]
 */
export interface AtlasProject {
  /** The declared project. */
  spec?: AtlasProjectSpec;
  /** The project as last seen in Atlas. */
  status?: AtlasProjectStatus;
}

/** What a project shall be. */
export interface AtlasProjectSpec {
  /**
   * Name of the project. Unique within the organisation.
   * @immutable
   * @replace
   * @strictMinLength 1
   */
  name: string;
  /** Credentials for the Atlas Admin API. The operator's own when absent. The organisation is the one they belong to. */
  connectionSecretRef?: NamespacedCredentialsRef;
  /**
   * Regions that deployments may use, in Atlas for Government. `NONE` elsewhere. Fixed once the project is made.
   * @default NONE
   * @replace
   */
  regionUsageRestrictions?: "NONE" | "GOV_REGIONS_ONLY" | "COMMERCIAL_FEDRAMP_REGIONS_ONLY";
  /**
   * Whether Atlas sets up its default alerts when it makes the project. Later changes have no effect.
   * @default true
   */
  withDefaultAlertsSettings?: boolean;
  /**
   * Tags of the project. Their keys are unique. Absent leaves Atlas's tags alone; an empty list clears them.
   * @maxItems 50
   * @uniqueBy ["key"]
   */
  tags?: Tag[];
  /** Switches of the project. What is absent is left as it is in Atlas. */
  settings?: ProjectSettings;
  /** Addresses that may reach the project's deployments. */
  projectIpAccessList?: IpAccessEntry[];
  /** When Atlas may do maintenance. Absent: when Atlas sees fit. */
  maintenanceWindow?: MaintenanceWindow;
  /** Teams of the organisation with roles in the project. */
  teams?: ProjectTeam[];
  /**
   * Roles for database users, beside Atlas's own. Their names are unique.
   * @uniqueBy ["name"]
   */
  customRoles?: CustomRole[];
  /** Alerts of the project. Kept in step with Atlas only with `alertConfigurationSyncEnabled`. */
  alertConfigurations?: AlertConfiguration[];
  /** Whether `alertConfigurations` is kept in step with Atlas. Absent means false. */
  alertConfigurationSyncEnabled?: boolean;
  /** Log of what users do in the databases. */
  auditing?: Auditing;
  /** Rules that backups in the project must meet. Atlas lets nobody take it back: ask its support. */
  backupCompliancePolicyRef?: EmbeddedRef<"AtlasBackupCompliancePolicy">;
  /** Former name of `cloudProviderIntegrations`, which it overrides where both are given. */
  cloudProviderAccessRoles?: CloudProviderIntegration[];
  /** Roles at a cloud provider that Atlas may assume, to reach keys and buckets. */
  cloudProviderIntegrations?: CloudProviderIntegration[];
  /** Keys of one's own that encrypt the project's disks. Absent leaves Atlas's setting alone. */
  encryptionAtRest?: EncryptionAtRest;
  /**
   * Services that Atlas sends metrics and alerts to. One per type.
   * @uniqueBy ["type"]
   */
  integrations?: ProjectIntegration[];
  /** Networks of one's own that are peered with the project's. */
  networkPeers?: NetworkPeer[];
  /** Private endpoints, one per cloud provider and region. */
  privateEndpoints?: ProjectPrivateEndpoint[];
  /** Whether each region has private endpoints of its own for sharded clusters. */
  regionalizedPrivateEndpoint?: RegionalizedPrivateEndpoint;
  /** Certificate authority that vouches for X.509 users of type `CUSTOMER`, as PEM. */
  x509CertRef?: NamespacedSecretRef<"ca.crt">;
}

/** The project as last seen in Atlas. */
export interface AtlasProjectStatus extends CommonStatus {
  /** Id of the project in Atlas: 24 hexadecimal digits. */
  id?: string;
  /** Teams with roles in the project. */
  teams?: ProjectTeamStatus[];
  /** Roles for database users, and whether Atlas took them. */
  customRoles?: CustomRoleStatus[];
  /** Entries of the access list that were not sent because their time was over. */
  expiredIpAccessList?: IpAccessEntry[];
  /** Ways in which database users can log in: `SCRAM` always, `X509` with a certificate authority. */
  authModes?: string[];
  /** Alerts of the project. */
  alertConfigurations?: AlertConfigurationStatus[];
  /** Roles at a cloud provider that Atlas may assume. */
  cloudProviderIntegrations?: CloudProviderIntegrationStatus[];
  /** Peered networks. */
  networkPeers?: NetworkPeerStatus[];
  /** Private endpoints. */
  privateEndpoints?: ProjectPrivateEndpointStatus[];
  /** Whether each region has private endpoints of its own for sharded clusters. */
  regionalizedPrivateEndpoint?: RegionalizedPrivateEndpoint;
  /** Where Prometheus finds the project's metrics. */
  prometheus?: PrometheusStatus;
}
