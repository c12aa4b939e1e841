import { type OperationId, operations } from "./contract/operations.gen";
import { type RequiredRole, roleRequiredBy } from "./contract/required-roles";

/** A role somebody has, in a project or in an organisation, by the name that the Admin API has for it. */
export interface GrantedRole {
  roleName?: string;
  groupId?: string;
  orgId?: string;
}

/** The role, as Atlas's console calls it, that an operation asks for at least. */
export function requiredRole(operation: OperationId): string | undefined {
  if (operations[operation].path.startsWith("/api/atlas/v2/groups/byName")) {
    return "any role in the project or its organization";
  }
  const required = roleRequiredBy(operation);
  return required && describeRole(required);
}

/** The console's words for a requirement: `Project Cluster Manager or Project Owner`. */
export function describeRole({ place, oneOf }: RequiredRole): string {
  if (oneOf.length === 0) return place === "project" ? "Project Read Only" : "Organization Member";
  return oneOf.map(consoleName).join(" or ");
}

/**
 * Whether somebody with these roles meets a requirement somewhere: that a role is for the right project can be told only by who
 * knows the project. Who owns the organisation owns its projects.
 */
export function meets(granted: readonly GrantedRole[], { place, oneOf }: RequiredRole): boolean {
  const names = new Set(granted.map(({ roleName }) => roleName ?? ""));
  if (names.has("ORG_OWNER") || oneOf.some((role) => names.has(role))) return true;
  const start = place === "project" ? "GROUP_" : "ORG_";
  const readsEverything = place === "project" && names.has("ORG_READ_ONLY");
  return oneOf.length === 0 && (readsEverything || [...names].some((name) => name.startsWith(start)));
}

const places: Readonly<Record<string, string>> = { GROUP: "Project", ORG: "Organization" };

/** `GROUP_CLUSTER_MANAGER` is called Project Cluster Manager, `ORG_GROUP_CREATOR` Organization Project Creator. */
function consoleName(role: string): string {
  const [place = "", ...words] = role.split("_");
  const named = words.map((word) => (word === "GROUP" ? "Project" : `${word.charAt(0)}${word.slice(1).toLowerCase()}`));
  return [places[place] ?? place, ...named].join(" ");
}
