import { checkedGroupRoles, checkedOrgRoles } from "../auth/role-checks";
import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { type Json, type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from "../json";
import { links } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { State, UserDoc } from "../state";

/** People of organisations and projects. */
export const userRoutes: Routes = {
  listOrgUsers: (call) => {
    const username = call.query.get("username");
    const users = call.state.users.where(
      (user) => user.orgIds.includes(call.params.orgId ?? "") && (!username || user.username === username),
    );
    return page(call, users, (user) => orgUserView(call.state, user, call.params.orgId ?? ""));
  },
  getOrgUser: (call) => {
    const { orgId = "", userId = "" } = call.params;
    const user = call.state.users.get(userId);
    if (!user?.orgIds.includes(orgId)) throw problem("USER_NOT_IN_ORG", userId, orgId);
    return { status: 200, body: orgUserView(call.state, user, orgId) };
  },
  updateOrgUser,
  listGroupUsers: (call) => {
    const { groupId = "" } = call.params;
    const users = call.state.users.where((user) => groupRoles(user, groupId).length > 0);
    return page(call, users, (user) => ({ ...personView(user), roles: groupRoles(user, groupId) }));
  },
  getUser: (call) => {
    const id = call.params.userId ?? "";
    const user = call.state.users.get(id);
    if (!user || !shares(call, user)) throw problem("USER_NOT_FOUND", id);
    return { status: 200, body: appUserView(call, user, ["whitelist", "accessList"]) };
  },
  getUserByName: (call) => {
    const name = call.params.userName ?? "";
    const user = call.state.users.find(({ username }) => username === name);
    if (!user || !shares(call, user)) throw problem("USERNAME_NOT_FOUND", name);
    return { status: 200, body: appUserView(call, user, ["whitelist", "accessList"]) };
  },
};

/** Sets the roles a body names: those of the organisation, or those of all its projects, or both. */
function updateOrgUser(call: Call): Answer {
  const { orgId = "", userId = "" } = call.params;
  const user = call.state.users.get(userId);
  if (!user?.orgIds.includes(orgId)) throw problem("USER_NOT_IN_ORG", userId, orgId);
  const sent = objectAt(call.body, "roles");
  const orgRoles = checkedOrgRoles(stringsAt(sent, "orgRoles"), orgId).map((roleName) => ({ orgId, roleName }));
  const kept = user.roles.filter((role) => role.orgId !== orgId);
  const assigned = objectsAt(sent, "groupRoleAssignments").flatMap((assignment) => {
    const groupId = stringAt(assignment, "groupId") ?? "";
    if (call.state.groups.get(groupId)?.orgId !== orgId) throw problem("GROUP_NOT_FOUND", groupId);
    return checkedGroupRoles(stringsAt(assignment, "groupRoles"), groupId).map((roleName) => ({ groupId, roleName }));
  });
  const foreign = kept.filter(({ groupId }) => call.state.groups.get(groupId ?? "")?.orgId !== orgId);
  const roles = [...orgRoles, ...(Array.isArray(sent.groupRoleAssignments) ? [...foreign, ...assigned] : kept)];
  call.state.users.put(user.id, { ...user, roles });
  return { status: 200, body: orgUserView(call.state, { ...user, roles }, orgId) };
}

/** A person as organisation and team lists show it since 2025-02-19. */
export function orgUserView(state: State, user: UserDoc, orgId: string): Json {
  const groups = new Map<string, string[]>();
  for (const { groupId, roleName } of user.roles) {
    if (groupId && state.groups.get(groupId)?.orgId === orgId) {
      groups.set(groupId, [...(groups.get(groupId) ?? []), roleName]);
    }
  }
  return {
    ...personView(user),
    roles: {
      groupRoleAssignments: [...groups].map(([groupId, groupRoles]) => ({ groupId, groupRoles })),
      orgRoles: user.roles.filter((role) => role.orgId === orgId).map((role) => role.roleName),
    },
    teamIds: teamsOf(state, user),
  };
}

/** A person as the older user operations show it. */
export function appUserView(call: Call, user: UserDoc, related: readonly string[] = []): JsonObject {
  return {
    country: user.country,
    createdAt: atlasTime(user.createdAt),
    emailAddress: user.username,
    firstName: user.firstName,
    id: user.id,
    lastAuth: atlasTime(user.lastAuth),
    lastName: user.lastName,
    links: links(call, `/users/${user.id}`, related),
    roles: user.roles.map((role) => ({ ...role })),
    teamIds: teamsOf(call.state, user),
    username: user.username,
  };
}

function personView(user: UserDoc): JsonObject {
  return {
    country: user.country,
    createdAt: atlasTime(user.createdAt),
    firstName: user.firstName,
    id: user.id,
    lastAuth: atlasTime(user.lastAuth),
    lastName: user.lastName,
    mobileNumber: null,
    orgMembershipStatus: "ACTIVE",
    username: user.username,
  };
}

function groupRoles(user: UserDoc, groupId: string): string[] {
  return user.roles.filter((role) => role.groupId === groupId).map((role) => role.roleName);
}

function teamsOf(state: State, user: UserDoc): string[] {
  return state.teams.where((team) => team.userIds.includes(user.id)).map((team) => team.id);
}

function shares(call: Call, user: UserDoc): boolean {
  return call.principal.system === true || call.principal.roles.some((role) => user.orgIds.includes(role.orgId ?? ""));
}
