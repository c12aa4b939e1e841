import { AtlasApiError, AtlasUnreachableError, hasAtlasCode, MissingOrganisationError } from "../atlas/errors";

/** Whether the service refused because a thing of this identity exists. */
export function isTaken(error: unknown): boolean {
  return (error instanceof AtlasApiError && error.status === 409) || hasAtlasCode(error, "DUPLICATE_CLUSTER_NAME");
}

/** Whether whoever asks may not do this, while there may be other things that he may. */
export function lacksRights(error: unknown): boolean {
  const refused = error instanceof AtlasApiError && (error.status === 401 || error.status === 403);
  return refused || error instanceof MissingOrganisationError;
}

/** Whether the service is away for the moment, which says nothing about the thing that was asked for. */
export function isOutage(error: unknown): boolean {
  return error instanceof AtlasUnreachableError || (error instanceof AtlasApiError && error.status >= 500);
}
