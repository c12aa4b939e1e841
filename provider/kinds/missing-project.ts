import type { AtlasApi } from "../atlas/api";
import { hasAtlasCode } from "../atlas/errors";

/**
 * The same API, which remembers whether Atlas said that the project of a call is not there. To a look the object is only absent then;
 * but nobody could make it. A look for the project itself does not count: a project that is gone can be made again.
 */
export function rememberingMissingProjects(api: AtlasApi): { api: AtlasApi; missing: () => unknown } {
  let missing: unknown;
  const remembering = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer;
    } catch (error) {
      if (hasAtlasCode(error, "GROUP_NOT_FOUND")) missing ??= error;
      throw error;
    }
  };
  return {
    api: {
      send: (call, options) => {
        const answer = api.send(call, options);
        return call.operation === "getGroup" ? answer : remembering(answer);
      },
      list: (call, options) => remembering(api.list(call, options)),
      orgId: (options) => api.orgId(options),
    },
    missing: () => missing,
  };
}
