/** One's own network, on AWS. */
export interface AwsPeering {
  /** Region of the network, as AWS writes it: `eu-west-1`. */
  accepterRegionName: string;
  /** Account of the network: twelve digits. */
  awsAccountId: string;
  /** Addresses of the network. */
  routeTableCidrBlock: string;
  /** Id of the network. */
  vpcId: string;
}

/** One's own network, on Azure. */
export interface AzurePeering {
  /** Id of the Active Directory tenant. */
  azureDirectoryId: string;
  /** Id of the subscription. */
  azureSubscriptionId: string;
  /** Resource group of the network. */
  resourceGroupName: string;
  /** Name of the network. */
  vNetName: string;
}

/** One's own network, on Google Cloud. */
export interface GcpPeering {
  /** Project of the network. */
  gcpProjectId: string;
  /** Name of the network. */
  networkName: string;
}

/** A peering on AWS, as last seen in Atlas. */
export interface AwsPeeringStatus {
  /** Id of Atlas's network. */
  vpcId?: string;
  /** Id of the peering, by which it is accepted. */
  connectionId?: string;
}

/** A peering on Azure, as last seen in Atlas. */
export interface AzurePeeringStatus {
  /** Subscription of Atlas's network. The name is upstream's. */
  azureSubscriptionIDpcId?: string;
  /** Name of Atlas's network. */
  vNetName?: string;
}

/** A peering on Google Cloud, as last seen in Atlas. */
export interface GcpPeeringStatus {
  /** Project of Atlas's network. */
  gcpProjectID?: string;
  /** Name of Atlas's network. */
  networkName?: string;
}
