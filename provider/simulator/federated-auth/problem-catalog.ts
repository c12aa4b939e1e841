/** Error codes of federated authentication; same shape as the general catalogue. None was recorded: they are our best knowledge. */
export const FEDERATED_AUTH_PROBLEM_CATALOG = {
  FEDERATION_SETTINGS_NOT_FOUND: [404, "No federation settings exist for organization %s."],
  FEDERATION_SETTINGS_ID_NOT_FOUND: [404, "No federation settings with ID %s exist."],
  CONNECTED_ORG_CONFIG_NOT_FOUND: [404, "Organization %s is not connected to federation %s."],
  IDENTITY_PROVIDER_NOT_FOUND: [404, "No identity provider with ID %s exists."],
  DUPLICATE_ROLE_MAPPING: [400, "A role mapping for the group %s already exists."],
  INVALID_ROLE_ASSIGNMENT: [400, "The role %s cannot be assigned: %s."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
