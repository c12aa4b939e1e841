/** A network of one's own that is peered with the project's. Which fields it needs depends on the provider. */
export interface NetworkPeer {
  /** Cloud provider of both networks: `AWS`, `AZURE` or `GCP`. `AWS` when absent. */
  providerName?: string;
  /** Region of one's own network, as AWS writes it: `eu-west-1`. */
  accepterRegionName?: string;
  /** Account of one's own network, on AWS. */
  awsAccountId?: string;
  /** Id of one's own network, on AWS. */
  vpcId?: string;
  /** Addresses of one's own network, on AWS. */
  routeTableCidrBlock?: string;
  /** Id of the Active Directory tenant, on Azure. */
  azureDirectoryId?: string;
  /** Id of the subscription, on Azure. */
  azureSubscriptionId?: string;
  /** Resource group of one's own network, on Azure. */
  resourceGroupName?: string;
  /** Name of one's own network, on Azure. */
  vnetName?: string;
  /** Project of one's own network, on Google Cloud. */
  gcpProjectId?: string;
  /** Name of one's own network, on Google Cloud. */
  networkName?: string;
  /** Addresses of Atlas's network, where it has to be made. */
  atlasCidrBlock?: string;
  /** Id of Atlas's network, where it exists. */
  containerId?: string;
  /** Region of Atlas's network, as Atlas writes it: `US_EAST_1`. */
  containerRegion?: string;
}

/** A peered network, as last seen in Atlas. */
export interface NetworkPeerStatus {
  /** Id of the peering in Atlas. */
  id: string;
  /** Cloud provider of both networks. */
  providerName: string;
  /** Region of Atlas's network. */
  region: string;
  /** State of the peering, on Azure and Google Cloud. */
  status?: string;
  /** State of the peering, on AWS. */
  statusName?: string;
  /** What went wrong. */
  errorMessage?: string;
  /** State of the error, on Azure. */
  errorState?: string;
  /** State of the error, on AWS. */
  errorStateName?: string;
  /** Id of the peering, on AWS. */
  connectionId?: string;
  /** Id of Atlas's network. */
  containerId?: string;
  /** Project of one's own network, on Google Cloud. */
  gcpProjectId?: string;
  /** Project of Atlas's network, on Google Cloud. */
  atlasGcpProjectId?: string;
  /** Name of Atlas's network, on Google Cloud. */
  atlasNetworkName?: string;
  /** Id or name of one's own network. */
  vpc?: string;
}
