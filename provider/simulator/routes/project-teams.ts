import { checkedGroupRoles } from "../auth/role-checks";
import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, stringAt, stringsAt } from "../json";
import { links } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { GroupDoc } from "../state";
import { groupOf } from "./group-of";

type Assignment = GroupDoc["teams"][number];

/** Teams assigned to a project, with their roles there. */
export const projectTeamRoutes: Routes = {
  listGroupTeams: (call) => list(call),
  getGroupTeam: (call) => ({ status: 200, body: view(call, found(call)) }),
  addGroupTeams,
  updateGroupTeam: (call) => {
    const { teamId } = found(call);
    const roleNames = checkedRoles(call, call.body);
    put(
      call,
      groupOf(call).teams.map((team) => (team.teamId === teamId ? { teamId, roleNames } : team)),
    );
    return list(call);
  },
  removeGroupTeam: (call) => {
    const { teamId } = found(call);
    put(
      call,
      groupOf(call).teams.filter((team) => team.teamId !== teamId),
    );
    return { status: 204 };
  },
};

function list(call: Call): Answer {
  return page(call, groupOf(call).teams, (team) => view(call, team));
}

function view(call: Call, team: Assignment): JsonObject {
  return {
    links: links(call, `/groups/${call.params.groupId}/teams/${team.teamId}`),
    roleNames: team.roleNames,
    teamId: team.teamId,
  };
}

function found(call: Call): Assignment {
  const team = groupOf(call).teams.find(({ teamId }) => teamId === call.params.teamId);
  if (!team) throw problem("TEAM_NOT_IN_GROUP");
  return team;
}

function addGroupTeams(call: Call): Answer {
  const group = groupOf(call);
  const added = (Array.isArray(call.body) ? call.body : []).filter(isObject).map((item): Assignment => {
    const teamId = stringAt(item, "teamId");
    if (!teamId) throw problem("MISSING_ATTRIBUTE", "teamId");
    const team = call.state.teams.get(teamId);
    if (!team) throw problem("TEAM_NOT_FOUND", teamId);
    if (team.orgId !== group.orgId) throw problem("TEAM_NOT_IN_ORG", teamId, group.orgId);
    if (group.teams.some((assigned) => assigned.teamId === teamId)) throw problem("TEAM_EXISTS_IN_GROUP");
    return { teamId, roleNames: checkedRoles(call, item) };
  });
  put(call, [...group.teams, ...added]);
  return list(call);
}

function checkedRoles(call: Call, body: Call["body"]): string[] {
  const roleNames = stringsAt(body, "roleNames");
  if (roleNames.length === 0) throw problem("NO_ROLES_IN_ASSIGNMENT");
  return checkedGroupRoles(roleNames, call.params.groupId ?? "");
}

function put(call: Call, teams: Assignment[]): void {
  const group = groupOf(call);
  call.state.groups.put(group.id, { ...group, teams });
}
