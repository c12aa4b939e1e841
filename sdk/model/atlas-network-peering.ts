import type {
  AwsPeering,
  AwsPeeringStatus,
  AzurePeering,
  AzurePeeringStatus,
  GcpPeering,
  GcpPeeringStatus,
} from "./atlas-network-peering/networks";
import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, ResourceOrIdRef, ResourceRef } from "./markers";

export type * from "./atlas-network-peering/networks";

/**
 * A peering of a network of one's own with one of Atlas, so that clusters are reached by private addresses.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasnetworkpeerings
 * @singular atlasnetworkpeering
 * @shortNames ["anp"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Provider", "type": "string", "jsonPath": ".spec.provider"},
 *   {"name": "Id", "type": "string", "jsonPath": ".status.id"},
 *   {"name": "Status", "type": "string", "jsonPath": ".status.status"}
 * ]
 */
export interface AtlasNetworkPeering {
  /** The declared peering. */
  spec?: AtlasNetworkPeeringSpec;
  /** The peering as last seen in Atlas. */
  status?: AtlasNetworkPeeringStatus;
}

/**
 * What a peering shall be.
 * @exactlyOne ["projectRef", "externalProjectRef"]
 * @atMostOne ["awsConfiguration", "azureConfiguration", "gcpConfiguration"]
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
 *     "rule": "(has(self.containerRef.name) && !has(self.containerRef.id)) || (!has(self.containerRef.name) && has(self.containerRef.id))",
 *     "message": "containerRef must have exactly one of name and id"
 *   },
 *   {
 *     "rule": "(self.containerRef.name == oldSelf.containerRef.name) || (!has(self.containerRef.name) && !has(oldSelf.containerRef.name))",
 *     "message": "containerRef.name cannot be changed: make a new object"
 *   },
 *   {
 *     "rule": "(self.containerRef.id == oldSelf.containerRef.id) || (!has(self.containerRef.id) && !has(oldSelf.containerRef.id))",
 *     "message": "containerRef.id cannot be changed: make a new object"
 *   },
 *   {
 *     "rule": "(self.id == oldSelf.id) || (!has(self.id) && !has(oldSelf.id))",
 *     "message": "id cannot be changed: make a new object"
 *   }
 * ]
 */
export interface AtlasNetworkPeeringSpec {
  /**
   * Project the peering belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the peering belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /**
   * Network of Atlas that is peered.
   * @replace
   */
  containerRef: ResourceOrIdRef<"AtlasNetworkContainer">;
  /**
   * Id in Atlas of a peering that exists. Absent: that of the declared network.
   * @pulumiName peerId
   */
  id?: string;
  /**
   * Cloud provider of both networks.
   * @replace
   */
  provider: "AWS" | "GCP" | "AZURE";
  /** One's own network, on AWS. */
  awsConfiguration?: AwsPeering;
  /** One's own network, on Azure. */
  azureConfiguration?: AzurePeering;
  /** One's own network, on Google Cloud. */
  gcpConfiguration?: GcpPeering;
}

/** The peering as last seen in Atlas. */
export interface AtlasNetworkPeeringStatus extends CommonStatus {
  /** Id of the peering in Atlas. */
  id?: string;
  /** State of the peering: `PENDING_ACCEPTANCE`, `AVAILABLE`, … */
  status?: string;
  /** What the peering is called on AWS, where it has to be accepted. */
  awsStatus?: AwsPeeringStatus;
  /** Network of Atlas, on Azure. */
  azureStatus?: AzurePeeringStatus;
  /** Network of Atlas, on Google Cloud, from which one's own side of the peering is made. */
  gcpStatus?: GcpPeeringStatus;
}
