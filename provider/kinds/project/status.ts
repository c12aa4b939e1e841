import type { StatusOf } from "../../../sdk/model";
import type { Told } from "../contract";
import { isExpired } from "../network/access-entries";
import type { ProjectSpec, ProjectStatus } from "./section";
import { type ObservedParts, statusOfParts } from "./sections";

type Status = StatusOf<"AtlasProject">;

/** What a project's status tells about its parts. Where a team is declared is the engine's to say, so only ids are told. */
export function partsStatus(parts: ObservedParts, told?: Told<ProjectSpec>): Partial<ProjectStatus> {
  const { teams, customRoles } = parts;
  return {
    authModes: ["SCRAM"],
    ...(teams && teams.length > 0 && { teams: teams.map(({ teamId }) => ({ id: teamId, teamRef: { name: teamId } })) }),
    ...(customRoles &&
      customRoles.length > 0 && { customRoles: customRoles.map(({ name }) => ({ name, status: "OK" })) }),
    ...expiredEntries(told),
    ...statusOfParts(parts, told),
  };
}

/** Entries as they are declared, not as Atlas would write them: it never saw them. */
function expiredEntries(told: Told<ProjectSpec> | undefined): Pick<Status, "expiredIpAccessList"> {
  const over = (told?.desired.projectIpAccessList ?? []).filter((entry) => told && isExpired(entry, told.now));
  return over.length > 0 ? { expiredIpAccessList: over } : {};
}
