import { type OperationId, operations } from "../../atlas/contract/operations.gen";
import { roleRequiredBy } from "../../atlas/contract/required-roles";
import type { Call } from "../call";
import { stringAt } from "../json";
import { problem } from "../problem";
import type { GroupDoc, State } from "../state";
import type { Principal } from "./principal";

/** Project roles of the service that an API key or service account can have. */
export const GROUP_ROLES: ReadonlySet<string> = new Set([
  "GROUP_OWNER",
  "GROUP_READ_ONLY",
  "GROUP_CLUSTER_MANAGER",
  "GROUP_DATA_ACCESS_ADMIN",
  "GROUP_DATA_ACCESS_READ_WRITE",
  "GROUP_DATA_ACCESS_READ_ONLY",
  "GROUP_DATABASE_ACCESS_ADMIN",
  "GROUP_SEARCH_INDEX_EDITOR",
  "GROUP_STREAM_PROCESSING_OWNER",
  "GROUP_BACKUP_MANAGER",
  "GROUP_OBSERVABILITY_VIEWER",
]);

/** Organisation roles of the service. */
export const ORG_ROLES: ReadonlySet<string> = new Set([
  "ORG_OWNER",
  "ORG_MEMBER",
  "ORG_GROUP_CREATOR",
  "ORG_READ_ONLY",
  "ORG_BILLING_ADMIN",
  "ORG_BILLING_READ_ONLY",
  "ORG_STREAM_PROCESSING_ADMIN",
]);

/** @throws Problem when the caller may not do this, or when the project or organisation is not there. */
export function authorize(call: Call): void {
  const { params, principal, state, operation } = call;
  const required = isOperation(operation.id) ? roleRequiredBy(operation.id)?.oneOf : undefined;
  if (params.groupId !== undefined) {
    const group = groupFor(state, principal, params.groupId);
    demand(principal, rolesIn(principal, group), required ?? ["GROUP_OWNER"]);
  } else if (params.orgId !== undefined) {
    if (!state.orgs.get(params.orgId)) throw unknownOrg(params.orgId);
    const roles = orgRoles(principal, params.orgId);
    demand(principal, roles, required ?? ["ORG_OWNER"]);
  } else if (operation.id === "createGroup") {
    mayCreateProject(call, stringAt(call.body, "orgId") ?? "");
  }
}

/** Project roles of a caller, those included that an organisation role brings with it. */
export function rolesIn(principal: Principal, group: GroupDoc): Set<string> {
  const roles = new Set(principal.roles.filter((role) => role.groupId === group.id).map((role) => role.roleName));
  const org = orgRoles(principal, group.orgId);
  if (org.has("ORG_OWNER") || principal.system) roles.add("GROUP_OWNER");
  if (org.has("ORG_READ_ONLY")) roles.add("GROUP_READ_ONLY");
  return roles;
}

/** Organisation roles of a caller. */
function orgRoles(principal: Principal, orgId: string): Set<string> {
  return new Set(principal.roles.filter((role) => role.orgId === orgId).map((role) => role.roleName));
}

function groupFor(state: State, principal: Principal, groupId: string): GroupDoc {
  if (!/^[a-f0-9]{24}$/.test(groupId)) throw problem("INVALID_GROUP_ID", groupId);
  const group = state.groups.get(groupId);
  if (!group) throw problem("GROUP_NOT_FOUND", groupId);
  if (rolesIn(principal, group).size === 0) throw problem("NOT_IN_GROUP");
  return group;
}

function mayCreateProject({ principal, state }: Call, orgId: string): void {
  if (!state.orgs.get(orgId)) throw unknownOrg(orgId);
  const roles = orgRoles(principal, orgId);
  const allowed = principal.system || roles.has("ORG_OWNER") || roles.has("ORG_GROUP_CREATOR");
  if (!allowed) throw problem("NOT_ORG_GROUP_CREATOR", orgId);
}

function unknownOrg(orgId: string) {
  return /^[a-f0-9]{24}$/.test(orgId) ? problem("ORG_NOT_FOUND", orgId) : problem("INVALID_ORG_ID", orgId);
}

const isOperation = (id: string): id is OperationId => Object.hasOwn(operations, id);

/** @param enough Roles of which one is; none: any. */
function demand(principal: Principal, has: ReadonlySet<string>, enough: readonly string[]): void {
  if (principal.system || (enough.length === 0 ? has.size > 0 : enough.some((role) => has.has(role)))) return;
  throw problem("USER_UNAUTHORIZED");
}
