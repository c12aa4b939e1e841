import type {
  AwsPrivateEndpoint,
  AzurePrivateEndpoint,
  GcpPrivateEndpoint,
  PrivateEndpointStatus,
} from "./atlas-private-endpoint/endpoints";
import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, ResourceRef } from "./markers";

export type * from "./atlas-private-endpoint/endpoints";

/**
 * A service of Atlas in one region of a cloud provider, to which endpoints in one's own networks connect, so that clusters are reached
 * by private addresses.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasprivateendpoints
 * @singular atlasprivateendpoint
 * @shortNames ["ape"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Provider", "type": "string", "jsonPath": ".spec.provider"},
 *   {"name": "Region", "type": "string", "jsonPath": ".spec.region"},
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasPrivateEndpoint {
  /** The declared service and its endpoints. */
  spec?: AtlasPrivateEndpointSpec;
  /** The service and its endpoints as last seen in Atlas. */
  status?: AtlasPrivateEndpointStatus;
}

/**
 * What a service and its endpoints shall be.
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
 *   }
 * ]
 */
export interface AtlasPrivateEndpointSpec {
  /**
   * Project the service belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the service belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /**
   * Cloud provider of the service.
   * @replace
   */
  provider: "AWS" | "GCP" | "AZURE";
  /**
   * Region of the service, as Atlas writes it: `US_EAST_1`.
   * @replace
   */
  region: string;
  /**
   * Regions from which endpoints may connect too, on AWS. Absent leaves Atlas's list alone; an empty one clears it.
   * @maxItems 35
   */
  supportedRegions?: string[];
  /**
   * Whether one attachment serves all nodes, by port, on Google Cloud. Fixed once the service is made. Absent: as it is, at first no.
   */
  portMappingEnabled?: boolean;
  /**
   * One's own endpoints, on AWS.
   * @uniqueBy ["id"]
   */
  awsConfiguration?: AwsPrivateEndpoint[];
  /**
   * One's own endpoints, on Azure.
   * @uniqueBy ["id"]
   */
  azureConfiguration?: AzurePrivateEndpoint[];
  /**
   * Groups of one's own endpoints, on Google Cloud.
   * @uniqueBy ["groupName"]
   */
  gcpConfiguration?: GcpPrivateEndpoint[];
}

/** The service and its endpoints as last seen in Atlas. */
export interface AtlasPrivateEndpointStatus extends CommonStatus {
  /** Id of the service in Atlas. */
  serviceId?: string;
  /** State of the service: `INITIATING`, `AVAILABLE`, … */
  serviceStatus?: string;
  /** Name of the service to connect to, on AWS and Azure. */
  serviceName?: string;
  /** Id of the service to connect to, on Azure. */
  resourceId?: string;
  /** Attachments to connect to, on Google Cloud. */
  serviceAttachmentNames?: string[];
  /** Regions from which endpoints may connect too, on AWS. */
  supportedRegions?: string[];
  /** Whether one attachment serves all nodes, by port, on Google Cloud. */
  portMappingEnabled?: boolean;
  /** What went wrong with the service. */
  error?: string;
  /** One's own endpoints. */
  endpoints?: PrivateEndpointStatus[];
}
