import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import type { CustomRoleDoc } from "../state";
import { keyOf } from "../store";
import { isBuiltInRole } from "./database-roles";

/** Custom database roles of a project. As recorded, they have no links and lists of them are not paged. */
export const customRoleRoutes: Routes = {
  listGroupCustomDbRoleRoles: (call) => ({ status: 200, body: rolesOf(call).map(view) }),
  createGroupCustomDbRoleRole,
  getGroupCustomDbRoleRole: (call) => ({ status: 200, body: view(found(call)) }),
  updateGroupCustomDbRoleRole,
  deleteGroupCustomDbRoleRole,
};

function rolesOf(call: Call): CustomRoleDoc[] {
  return call.state.customRoles.where((role) => role.groupId === call.params.groupId);
}

function view(role: CustomRoleDoc): JsonObject {
  return { actions: role.actions, inheritedRoles: role.inheritedRoles, roleName: role.roleName };
}

function found(call: Call): CustomRoleDoc {
  const { groupId = "", roleName = "" } = call.params;
  const role = call.state.customRoles.get(keyOf(groupId, roleName));
  if (!role) throw problem("ATLAS_CUSTOM_ROLE_NOT_FOUND", roleName);
  return role;
}

function createGroupCustomDbRoleRole(call: Call): Answer {
  const { groupId = "" } = call.params;
  const roleName = stringAt(call.body, "roleName");
  if (roleName === undefined) throw problem("MISSING_ATTRIBUTE", "roleName");
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(roleName)) throw problem("ATLAS_CUSTOM_ROLE_INVALID_NAME", roleName);
  if (roleName.startsWith("xgen-")) throw problem("ATLAS_RESERVED_CUSTOM_ROLE_RESTRICTED", roleName);
  if (isBuiltInRole(roleName)) throw problem("ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED", roleName);
  const key = keyOf(groupId, roleName);
  if (call.state.customRoles.get(key)) throw problem("ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS", roleName);
  const role: CustomRoleDoc = {
    groupId,
    roleName,
    actions: objectsAt(call.body, "actions"),
    inheritedRoles: objectsAt(call.body, "inheritedRoles"),
  };
  check(call, role);
  call.state.customRoles.put(key, role);
  return { status: 202, body: view(role) };
}

function updateGroupCustomDbRoleRole(call: Call): Answer {
  const role = found(call);
  const sent = isObject(call.body) ? call.body : {};
  const changed: CustomRoleDoc = {
    ...role,
    actions: Array.isArray(sent.actions) ? objectsAt(sent, "actions") : role.actions,
    inheritedRoles: Array.isArray(sent.inheritedRoles) ? objectsAt(sent, "inheritedRoles") : role.inheritedRoles,
  };
  check(call, changed);
  call.state.customRoles.put(keyOf(role.groupId, role.roleName), changed);
  return { status: 200, body: view(changed) };
}

function deleteGroupCustomDbRoleRole(call: Call): Answer {
  const role = found(call);
  const users = call.state.databaseUsers.where(
    (user) => user.groupId === role.groupId && onlyRole(user.roles, "roleName", role.roleName),
  );
  if (users.length > 0) {
    throw problem("ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS", users.map((user) => user.username).join(", "));
  }
  const heirs = rolesOf(call).filter(
    (heir) => heir.actions.length === 0 && onlyRole(heir.inheritedRoles, "role", role.roleName),
  );
  if (heirs.length > 0) {
    throw problem("ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES", heirs.map((heir) => heir.roleName).join(", "));
  }
  call.state.customRoles.delete(keyOf(role.groupId, role.roleName));
  return { status: 204 };
}

function onlyRole(roles: readonly JsonObject[], name: string, value: string): boolean {
  return roles.length > 0 && roles.every((role) => role[name] === value);
}

function check(call: Call, role: CustomRoleDoc): void {
  if (role.actions.length === 0 && role.inheritedRoles.length === 0) {
    throw problem("ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS");
  }
  checkActions(role.actions);
  for (const inherited of role.inheritedRoles) {
    const name = stringAt(inherited, "role");
    if (name === undefined) throw problem("MISSING_ATTRIBUTE", "role");
    if (stringAt(inherited, "db") === undefined) throw problem("MISSING_ATTRIBUTE", "db");
    if (name === role.roleName) throw problem("ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL");
    const parent = call.state.customRoles.get(keyOf(role.groupId, name));
    if (!parent && !isBuiltInRole(name)) throw problem("ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE");
    if (parent && inherits(call, parent, role.roleName)) throw problem("ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY");
  }
}

function checkActions(actions: readonly JsonObject[]): void {
  const names = actions.map((action) => action.action);
  if (names.includes(undefined)) throw problem("MISSING_ATTRIBUTE", "action");
  if (new Set(names).size < names.length) throw problem("ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION");
  for (const action of actions) {
    const resources = objectsAt(action, "resources").map((resource) => JSON.stringify(resource));
    if (new Set(resources).size < resources.length) throw problem("ATLAS_DUPLICATE_CUSTOM_ROLE_RESOURCE");
  }
}

function inherits(call: Call, role: CustomRoleDoc, ancestor: string): boolean {
  return role.inheritedRoles.some((inherited) => {
    if (inherited.role === ancestor) return true;
    const parent = call.state.customRoles.get(keyOf(role.groupId, String(inherited.role)));
    return parent !== undefined && inherits(call, parent, ancestor);
  });
}
