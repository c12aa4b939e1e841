/** Error codes of stream processing; same shape as the general catalogue. None was recorded: they are our best knowledge. */
export const STREAM_PROBLEM_CATALOG = {
  STREAM_TENANT_NOT_FOUND_FOR_NAME: [404, "Stream Processing tenant for project %s and name %s not found."],
  STREAM_TENANT_NAME_ALREADY_EXISTS: [409, "Stream Processing tenant for project %s and name %s already exists."],
  STREAM_CONNECTION_NOT_FOUND_FOR_NAME: [404, "Stream Processing connection %s of tenant %s not found."],
  STREAM_CONNECTION_NAME_ALREADY_EXISTS: [409, "Stream Processing connection %s of tenant %s already exists."],
  STREAM_CONNECTION_TYPE_CANNOT_BE_MODIFIED: [400, "Cannot change the type of connection %s."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
