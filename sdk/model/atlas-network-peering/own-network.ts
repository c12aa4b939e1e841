/** Fields that say which of one's own networks a peering is with, as the Atlas Admin API calls them. They never change. */
export const ownNetworkFields = {
  AWS: ["awsAccountId", "vpcId"],
  AZURE: ["azureSubscriptionId", "resourceGroupName", "vnetName"],
  GCP: ["gcpProjectId", "networkName"],
} as const;
