import { declarationOf } from "../network/access-entries";
import type { ObservedGroup } from "./group";
import type { ResolvedProject } from "./section";
import { type ObservedParts, specOfParts } from "./sections";

type TeamRole = NonNullable<ResolvedProject["teams"]>[number]["roles"][number];

/** The declaration of what was observed. Parts that hold nothing are left out. */
export function specOf(
  { name, tags, regionUsageRestrictions }: ObservedGroup,
  parts: ObservedParts,
): Partial<ResolvedProject> {
  const { accessList = [], teams = [], customRoles = [], maintenanceWindow: window, settings } = parts;
  return {
    ...specOfParts(parts),
    name,
    ...(regionUsageRestrictions && { regionUsageRestrictions }),
    ...(tags.length > 0 && { tags }),
    ...(settings && Object.keys(settings).length > 0 && { settings }),
    ...(accessList.length > 0 && {
      projectIpAccessList: accessList.map(declarationOf),
    }),
    ...(window?.dayOfWeek !== undefined && {
      maintenanceWindow: { dayOfWeek: window.dayOfWeek, hourOfDay: window.hourOfDay, autoDefer: window.autoDefer },
    }),
    ...(teams.length > 0 && {
      teams: teams.map(({ teamId, roles }) => ({ teamRef: teamId, roles: roles as TeamRole[] })),
    }),
    ...(customRoles.length > 0 && { customRoles }),
  };
}
