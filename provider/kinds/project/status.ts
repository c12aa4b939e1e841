import type { StatusOf } from "../../../sdk/model";
import type { ObservedParts } from "./sections";

/** What a project's status tells about its parts. Where a team is declared is the engine's to say, so only ids are told. */
export function partsStatus({
  teams,
  customRoles,
}: ObservedParts): Pick<StatusOf<"AtlasProject">, "teams" | "customRoles"> {
  return {
    ...(teams && teams.length > 0 && { teams: teams.map(({ teamId }) => ({ id: teamId, teamRef: { name: teamId } })) }),
    ...(customRoles &&
      customRoles.length > 0 && { customRoles: customRoles.map(({ name }) => ({ name, status: "OK" })) }),
  };
}
