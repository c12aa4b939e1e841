/**
 * Error codes of federated database instances and their private endpoints; same shape as the general catalogue. The first was
 * recorded, the others are our best knowledge.
 */
export const DATA_FEDERATION_PROBLEM_CATALOG = {
  DATA_FEDERATION_TENANT_NOT_FOUND_FOR_NAME: [404, "Data Federation tenant for project %s and name %s not found."],
  DATA_FEDERATION_TENANT_ALREADY_EXISTS: [409, "Data Federation tenant for project %s and name %s already exists."],
  DATA_FEDERATION_STORAGE_CONFIG_INVALID: [400, "Invalid storage configuration: %s."],
  PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND: [404, "No private endpoint with ID %s exists in group %s."],
  PRIVATE_NETWORK_ENDPOINT_ID_INVALID: [400, "The private endpoint ID %s is invalid for provider %s."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
