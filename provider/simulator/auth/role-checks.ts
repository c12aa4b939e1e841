import { problem } from "../problem";
import { GROUP_ROLES, ORG_ROLES } from "./rights";

/** @throws Problem when one is no organisation role, or none is given. */
export function checkedOrgRoles(roles: readonly string[], orgId: string): string[] {
  if (roles.length === 0) throw problem("MISSING_API_KEY_ROLES");
  for (const role of roles) {
    if (GROUP_ROLES.has(role)) throw problem("INVALID_ROLE_FOR_ORG", role, orgId);
    if (!ORG_ROLES.has(role)) throw problem("INVALID_ENUM_VALUE", role);
  }
  return [...new Set(roles)];
}

/** @throws Problem when one is no project role, or none is given. */
export function checkedGroupRoles(roles: readonly string[], groupId: string): string[] {
  if (roles.length === 0) throw problem("MISSING_API_KEY_ROLES");
  for (const role of roles) {
    if (ORG_ROLES.has(role)) throw problem("INVALID_ROLE_FOR_GROUP", role, groupId);
    if (!GROUP_ROLES.has(role)) throw problem("INVALID_ENUM_VALUE", role);
  }
  return [...new Set(roles)];
}
