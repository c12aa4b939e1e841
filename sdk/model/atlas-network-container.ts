import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, ResourceRef } from "./markers";

/**
 * A network that Atlas keeps for the dedicated clusters of a project, in one region of a cloud provider. Atlas makes one with the first
 * cluster of a region; declared beforehand, it has the addresses that a peering needs.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasnetworkcontainers
 * @singular atlasnetworkcontainer
 * @shortNames ["anc"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Provider", "type": "string", "jsonPath": ".spec.provider"},
 *   {"name": "Id", "type": "string", "jsonPath": ".status.id"}
 * ]
 */
export interface AtlasNetworkContainer {
  /** The declared network. */
  spec?: AtlasNetworkContainerSpec;
  /** The network as last seen in Atlas. */
  status?: AtlasNetworkContainerStatus;
}

/**
 * What a network of Atlas shall be.
 * @exactlyOne ["projectRef", "externalProjectRef"]
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
 *     "rule": "(self.provider == 'GCP' && !has(self.region)) || (self.provider != 'GCP')",
 *     "message": "a network of Google Cloud spans all regions: region must not be given"
 *   },
 *   {
 *     "rule": "((self.provider == 'AWS' || self.provider == 'AZURE') && has(self.region)) || (self.provider == 'GCP')",
 *     "message": "region is required for AWS and AZURE"
 *   },
 *   {
 *     "rule": "(self.id == oldSelf.id) || (!has(self.id) && !has(oldSelf.id))",
 *     "message": "id cannot be changed: make a new object"
 *   },
 *   {
 *     "rule": "(self.region == oldSelf.region) || (!has(self.region) && !has(oldSelf.region))",
 *     "message": "region cannot be changed: make a new object"
 *   }
 * ]
 */
export interface AtlasNetworkContainerSpec {
  /**
   * Project the network belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the network belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /**
   * Cloud provider of the network.
   * @replace
   */
  provider: "AWS" | "GCP" | "AZURE";
  /**
   * Region of the network, as Atlas writes it: `US_EAST_1`. Not on Google Cloud, where a network spans all regions.
   * @replace
   */
  region?: string;
  /**
   * Id in Atlas of a network that exists. Absent: that of the provider and region.
   * @pulumiName containerId
   */
  id?: string;
  /**
   * Addresses of the network: `10.8.0.0/21`. Fixed once a cluster or a peering is in it. Absent leaves the choice to Atlas, on AWS only.
   * @strictFormat cidr
   */
  cidrBlock?: string;
}

/** The network as last seen in Atlas. */
export interface AtlasNetworkContainerStatus extends CommonStatus {
  /** Id of the network in Atlas. */
  id?: string;
  /** Whether clusters are in it. */
  provisioned?: boolean;
}
