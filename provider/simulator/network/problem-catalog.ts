/** Error codes of containers, peerings and private endpoints; same shape and sources as the general catalogue. */
export const NETWORK_PROBLEM_CATALOG = {
  CONTAINER_ALREADY_EXISTS: [409, "A container already exists for group %s."],
  CONTAINERS_IN_USE: [409, "Cannot modify in use containers. %s."],
  ATLAS_CIDR_BLOCK_NOT_PRIVATE: [400, "Atlas CIDR %s must be in private range."],
  OVERLAPPING_ATLAS_CIDR_BLOCK: [409, "The CIDR block %s overlaps with an Atlas CIDR block."],
  PEER_NOT_FOUND: [404, "No peer with ID %s exists in group %s."],
  PEER_ALREADY_EXISTS: [409, "The peer with AWS Account ID %s and VPC ID %s already exists."],
  PEER_ALREADY_EXISTS_AZURE: [
    409,
    "The peer with Azure Subscription ID %s and Virtual Network name %s already exists.",
  ],
  PEER_ALREADY_EXISTS_GCP: [409, "The peer with GCP Project ID %s and network name %s already exists."],
  PEER_ALREADY_REQUESTED_DELETION: [409, "The peer with ID %s has already been requested for deletion."],
  PEER_INVALID_STATE: [409, "The peer with ID %s in group %s cannot be updated in its current state."],
  CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS: [409, "There are active peering connections in this project."],
  PRIVATE_ENDPOINT_SERVICE_NOT_FOUND: [404, "A private endpoint service with id %s does not exist."],
  PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION: [
    409,
    "A private endpoint service already exists for %s region %s.",
  ],
  PRIVATE_ENDPOINT_NOT_FOUND: [404, "A private endpoint with id %s does not exist."],
  PRIVATE_ENDPOINT_ALREADY_EXISTS: [409, "The private endpoint service already contains an endpoint with the id %s."],
  PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS: [
    409,
    "The private endpoint service with id %s is not ready to accept endpoint connection requests.",
  ],
  CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS: [
    409,
    "A private endpoint service with endpoints cannot be deleted. Please delete all endpoints and retry.",
  ],
  CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES: [
    409,
    "Cannot close group while it has active private endpoint services; please terminate all private endpoint services.",
  ],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
