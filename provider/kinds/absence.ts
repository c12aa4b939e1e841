import { hasAtlasCode, isAbsent } from "../atlas/errors";

/**
 * Refusals with status 404 that tell of something else than the thing's absence (Atlas Admin API): a team that projects still use, an
 * organisation that is not there or misspelt, a misspelt project. A project that is gone has taken all it held with it.
 */
const otherwise = ["CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT", "ORG_NOT_FOUND", "INVALID_ORG_ID", "INVALID_GROUP_ID"];

/** The answer, or nothing when the service says that the thing is not there. */
export async function noneIfAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAbsent(error) && !hasAtlasCode(error, ...otherwise)) return undefined;
    throw error;
  }
}
