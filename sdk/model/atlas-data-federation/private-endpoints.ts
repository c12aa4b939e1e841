/** A private endpoint of your own network that leads to the project's federated database instances. */
export interface FederationPrivateEndpoint {
  /** Id that the cloud provider gave the endpoint: `vpce-…` on AWS, a resource id on Azure. */
  endpointId?: string;
  /**
   * Cloud provider: `AWS` or `AZURE`. `AWS` when absent.
   * @strictEnum ["AWS", "AZURE"]
   */
  provider?: string;
  /**
   * What the endpoint leads to. Atlas knows `DATA_LAKE` only, and takes it when absent.
   * @strictEnum ["DATA_LAKE"]
   */
  type?: string;
}
