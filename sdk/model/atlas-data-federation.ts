import type { FederationCloudProviders, FederationCloudProvidersStatus } from "./atlas-data-federation/cloud-providers";
import type { FederationPrivateEndpoint } from "./atlas-data-federation/private-endpoints";
import type { FederationStorage } from "./atlas-data-federation/storage";
import type { CommonStatus } from "./condition";
import type { ResourceRef } from "./markers";

export type * from "./atlas-data-federation/cloud-providers";
export type * from "./atlas-data-federation/private-endpoints";
export type * from "./atlas-data-federation/storage";

/**
 * A federated database instance: one address at which clusters, buckets and files of a project are queried as databases.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasdatafederations
 * @singular atlasdatafederation
 * @shortNames ["adf"]
 * @categories ["atlas"]
 * @protect
 * @printColumns [
 *   {"name": "Name", "type": "string", "jsonPath": ".spec.name"},
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasDataFederation {
  /** The declared instance. */
  spec?: AtlasDataFederationSpec;
  /** The instance as last seen in Atlas. */
  status?: AtlasDataFederationStatus;
}

/** What a federated database instance shall be. */
export interface AtlasDataFederationSpec {
  /**
   * Project the instance belongs to.
   * @replace
   */
  projectRef: ResourceRef<"AtlasProject">;
  /**
   * Name of the instance. Unique within the project.
   * @replace
   * @strictMinLength 1
   */
  name: string;
  /** Roles with which the instance reads buckets and containers of your own. Left as they are when absent. */
  cloudProviderConfig?: FederationCloudProviders;
  /** Where queries are processed. Near the client when absent; a region once set stays when it is taken out. */
  dataProcessRegion?: FederationRegion;
  /**
   * What can be queried, and where it is. What is not in it is taken out of the instance. Left as it is when absent from the start;
   * emptied when taken out.
   */
  storage?: FederationStorage;
  /**
   * Private endpoints through which instances of the project are reached. Atlas keeps one list a project: what was declared
   * elsewhere stays.
   * @uniqueBy ["endpointId"]
   */
  privateEndpoints?: FederationPrivateEndpoint[];
}

/** Where queries are processed. */
export interface FederationRegion {
  /**
   * Cloud provider: `AWS`, `AZURE` or `GCP`.
   * @strictEnum ["AWS", "AZURE", "GCP"]
   */
  cloudProvider?: string;
  /** Region, in the words Atlas has for those of federated queries: `DUBLIN_IRL`, `VIRGINIA_USA`. */
  region?: string;
}

/** The instance as last seen in Atlas. */
export interface AtlasDataFederationStatus extends CommonStatus {
  /** Version of MongoDB whose language it speaks. Atlas no longer tells it. */
  mongoDBVersion?: string;
  /** What the cloud providers must be told of Atlas for the roles to work. */
  cloudProviderConfig?: FederationCloudProvidersStatus;
  /** Names of the hosts to connect to, over the internet. */
  hostnames?: string[];
}
