/** An endpoint in a network of one's own, on AWS. */
export interface AwsPrivateEndpoint {
  /** Id of the endpoint: `vpce-…`. */
  id: string;
}

/** An endpoint in a network of one's own, on Azure. */
export interface AzurePrivateEndpoint {
  /** Resource id of the endpoint: `/subscriptions/…`. */
  id: string;
  /** IP address of the endpoint. */
  ipAddress: string;
}

/** A group of endpoints in a network of one's own, on Google Cloud. */
export interface GcpPrivateEndpoint {
  /** Project of the endpoints. */
  projectId: string;
  /** Name of the group. */
  groupName: string;
  /** The endpoints, as many as the service has attachments; one with port mapping. */
  endpoints: GcpForwardingRule[];
}

/** An endpoint of a group, on Google Cloud. */
export interface GcpForwardingRule {
  /** Name of the forwarding rule. */
  name: string;
  /** IP address of the endpoint. */
  ipAddress: string;
}

/** An endpoint, or a group of them, as last seen in Atlas. */
export interface PrivateEndpointStatus {
  /** Id of the endpoint, or name of the group. The name is upstream's. */
  ID?: string;
  /** Name of the connection, on Azure. */
  connectionName?: string;
  /** State of the endpoint: `PENDING_ACCEPTANCE`, `AVAILABLE`, … The name is upstream's. */
  InterfaceStatus?: string;
  /** Endpoints of the group, on Google Cloud. */
  gcpForwardingRules?: GcpForwardingRuleStatus[];
  /** What went wrong with it. */
  error?: string;
}

/** An endpoint of a group, as last seen in Atlas. */
export interface GcpForwardingRuleStatus {
  /** Name of the forwarding rule. */
  name?: string;
  /** State of the endpoint. */
  status?: string;
}
