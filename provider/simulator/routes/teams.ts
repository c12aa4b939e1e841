import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, stringAt, stringsAt } from "../json";
import { links, segment } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { TeamDoc, UserDoc } from "../state";
import { appUserView, orgUserView } from "./users";

const LONGEST_NAME = 64;

/** Teams of an organisation and their members. */
export const teamRoutes: Routes = {
  listOrgTeams: (call) => page(call, teamsOf(call), (team) => view(call, team)),
  createOrgTeam,
  getOrgTeam: (call) => ({ status: 200, body: view(call, found(call)) }),
  getOrgTeamByName: (call) => {
    const name = call.params.teamName ?? "";
    const team = teamsOf(call).find((candidate) => candidate.name === name);
    if (!team) throw problem("TEAM_NAME_NOT_FOUND", name);
    return { status: 200, body: view(call, team) };
  },
  renameOrgTeam: (call) => {
    const team = found(call);
    const name = stringAt(call.body, "name");
    if (name !== team.name) team.name = checkedName(call, name);
    call.state.teams.put(team.id, team);
    return { status: 200, body: view(call, team) };
  },
  deleteOrgTeam: (call) => {
    const team = found(call);
    const used = call.state.groups.find((group) => group.teams.some(({ teamId }) => teamId === team.id));
    if (used) throw problem("CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT");
    call.state.teams.delete(team.id);
    return { status: 204 };
  },
  listOrgTeamUsers: (call) => {
    const { orgId = "" } = call.params;
    const username = call.query.get("username");
    const userId = call.query.get("userId");
    const users = members(call, found(call)).filter(
      (user) => (!username || user.username === username) && (!userId || user.id === userId),
    );
    return page(call, users, (user) => orgUserView(call.state, user, orgId));
  },
  addOrgTeamUsers: (call) => {
    const ids = (Array.isArray(call.body) ? call.body : []).filter(isObject).map((item) => stringAt(item, "id"));
    const team = add(call, ids);
    return page(call, members(call, team), (user) => appUserView(call, user));
  },
  addOrgTeamUser: (call) => {
    const id = stringAt(call.body, "id");
    add(call, [id]);
    return { status: 200, body: orgUserView(call.state, userById(call, id), call.params.orgId ?? "") };
  },
  removeOrgTeamUserFromTeam: (call) => {
    remove(call, call.params.userId);
    return { status: 204 };
  },
  removeOrgTeamUser: (call) => {
    const user = remove(call, stringAt(call.body, "id"));
    return { status: 200, body: orgUserView(call.state, user, call.params.orgId ?? "") };
  },
};

function teamsOf(call: Call): TeamDoc[] {
  return call.state.teams.where((team) => team.orgId === call.params.orgId);
}

function found(call: Call): TeamDoc {
  const { teamId = "", orgId } = call.params;
  const team = call.state.teams.get(teamId);
  if (!team || team.orgId !== orgId) throw problem("TEAM_NOT_FOUND", teamId);
  return team;
}

function view(call: Call, team: TeamDoc): JsonObject {
  return { id: team.id, links: links(call, `/orgs/${team.orgId}/teams/${segment(team.id)}`), name: team.name };
}

function members(call: Call, team: TeamDoc): UserDoc[] {
  return team.userIds.map((id) => call.state.users.get(id)).filter((user) => user !== undefined);
}

function createOrgTeam(call: Call): Answer {
  const { orgId = "" } = call.params;
  const name = checkedName(call, stringAt(call.body, "name"));
  const usernames = [...new Set(stringsAt(call.body, "usernames"))];
  if (usernames.length === 0) throw problem("CANNOT_CREATE_EMPTY_TEAM");
  const userIds = usernames.map((username) => {
    const user = call.state.users.find((known) => known.username === username && known.orgIds.includes(orgId));
    if (!user) throw problem("BAD_USERNAME_REF", username);
    return user.id;
  });
  const team: TeamDoc = { id: call.ids.objectId(), orgId, name, userIds };
  call.state.teams.put(team.id, team);
  return { status: 201, body: { ...view(call, team), usernames } };
}

function checkedName(call: Call, name: string | undefined): string {
  if (name === undefined) throw problem("MISSING_ATTRIBUTE", "name");
  if (name.trim() === "" || name.length > LONGEST_NAME) throw problem("INVALID_TEAM_NAME", name);
  const taken = teamsOf(call).some((team) => team.name === name);
  if (taken) throw problem("TEAM_NAME_NOT_AVAILABLE", name, call.params.orgId ?? "");
  return name;
}

function userById(call: Call, id: string | undefined): UserDoc {
  if (!id) throw problem("MISSING_ATTRIBUTE", "id");
  const user = call.state.users.get(id);
  if (!user) throw problem("USER_NOT_FOUND", id);
  if (!user.orgIds.includes(call.params.orgId ?? "")) throw problem("USER_NOT_IN_ORG", id, call.params.orgId ?? "");
  return user;
}

function add(call: Call, ids: readonly (string | undefined)[]): TeamDoc {
  const team = found(call);
  const users = ids.map((id) => userById(call, id));
  for (const { id } of users) if (team.userIds.includes(id)) throw problem("USER_ALREADY_IN_TEAM", id, team.id);
  team.userIds = [...new Set([...team.userIds, ...users.map((user) => user.id)])];
  return call.state.teams.put(team.id, team);
}

function remove(call: Call, id: string | undefined): UserDoc {
  const team = found(call);
  const user = userById(call, id);
  if (!team.userIds.includes(user.id)) throw problem("USER_NOT_FOUND", user.id);
  team.userIds = team.userIds.filter((member) => member !== user.id);
  call.state.teams.put(team.id, team);
  return user;
}
