/** Private endpoints in one region of a cloud provider. */
export interface ProjectPrivateEndpoint {
  /** Cloud provider of the endpoints. */
  provider: "AWS" | "GCP" | "AZURE" | "TENANT";
  /** Region of the endpoints, as Atlas writes it: `US_EAST_1`. */
  region: string;
  /** Id of one's own endpoint, on AWS and Azure. Without it Atlas only makes its service. */
  id?: string;
  /** IP address of one's own endpoint, on Azure. */
  ip?: string;
  /** Project of one's own endpoints, on Google Cloud. */
  gcpProjectId?: string;
  /** Name of the group of endpoints, on Google Cloud. */
  endpointGroupName?: string;
  /** One's own endpoints, on Google Cloud. */
  endpoints?: GcpEndpoint[];
}

/** A private endpoint on Google Cloud. */
export interface GcpEndpoint {
  /** Name of the forwarding rule. */
  endpointName?: string;
  /** IP address of the endpoint. */
  ipAddress?: string;
}

/** Private endpoints in one region, as last seen in Atlas. */
export interface ProjectPrivateEndpointStatus {
  /** Id of the service in Atlas. */
  id?: string;
  /** Cloud provider of the endpoints. */
  provider: string;
  /** Region of the endpoints. */
  region: string;
  /** Id of one's own endpoint, on AWS and Azure. */
  interfaceEndpointId?: string;
  /** Name of the service to connect to, on AWS and Azure. */
  serviceName?: string;
  /** Id of the service to connect to, on Azure. */
  serviceResourceId?: string;
  /** Attachments to connect to, on Google Cloud. */
  serviceAttachmentNames?: string[];
  /** One's own endpoints, on Google Cloud. */
  endpoints?: GcpEndpointStatus[];
}

/** A private endpoint on Google Cloud, as last seen in Atlas. */
export interface GcpEndpointStatus {
  /** Name of the forwarding rule. */
  endpointName: string;
  /** IP address of the endpoint. */
  ipAddress: string;
  /** State of the endpoint. */
  status: string;
}

/** Whether each region has private endpoints of its own for sharded clusters. */
export interface RegionalizedPrivateEndpoint {
  /** Whether the mode is on. */
  enabled?: boolean;
}
