import { isAbsent } from "../atlas/errors";

/**
 * The answer, or nothing when the service says that the thing is not there. Teams that projects still use are refused with a 404 as
 * well (Atlas Admin API, deleteOrgTeam): that is no absence.
 */
export async function noneIfAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAbsent(error) && error.atlasCode !== "CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT") return undefined;
    throw error;
  }
}
