import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import { asSet, same } from "../canonical";
import type { Change } from "../contract";
import { foreignNote, groupParams, type ResolvedProject, type Section, union } from "./section";

/** Roles that a team has in the project. */
export interface TeamRoles {
  teamId: string;
  roles: string[];
}

type Declared = NonNullable<ResolvedProject["teams"]>[number];

const condition = "ProjectTeamsReady";
const reason = "ProjectTeamUnavailable";
const idOf = ({ teamRef }: Declared): string => teamRef;

/** A declared team in the form that is compared. */
export const declaredTeam = ({ teamRef, roles }: Declared): TeamRoles => ({
  teamId: teamRef,
  roles: asSet<string>(roles),
});

/** Teams with roles in the project. A changed set of roles replaces the old one; teams given roles elsewhere keep them. */
export const teams: Section<TeamRoles[]> = {
  field: "teams",
  condition,
  blank: [],

  async observe(api, projectId, options) {
    const assigned = await api.list({ operation: "listGroupTeams", params: { groupId: projectId } }, options);
    return assigned.map(({ teamId, roleNames }) => ({ teamId, roles: asSet(roleNames) }));
  },

  plan({ desired, observed, owned, projectId }) {
    const declared = union(undefined, (desired.teams ?? []).map(declaredTeam), ({ teamId }) => teamId);
    const there = new Map(observed.map((team) => [team.teamId, team]));
    const missing = declared.filter(({ teamId }) => !there.has(teamId));
    const differing = declared.filter((team) => there.has(team.teamId) && !same(team, there.get(team.teamId)));
    const kept = new Set(declared.map(({ teamId }) => teamId));
    const ours = new Set((owned?.teams ?? []).map(idOf));
    const undeclared = observed.filter(({ teamId }) => !kept.has(teamId));
    const foreign = desired.teams ? undeclared.filter(({ teamId }) => !ours.has(teamId)) : [];
    return {
      changes: [
        ...(missing.length > 0 ? [assignment(missing, projectId)] : []),
        ...differing.map((team) => reassignment(team, there.get(team.teamId)?.roles ?? [], projectId)),
        ...undeclared.filter(({ teamId }) => ours.has(teamId)).map((team) => withdrawal(team, projectId)),
      ],
      notes: foreignNote(
        "teams",
        foreign.map(({ teamId }) => teamId),
      ),
    };
  },

  async apply(api, { call, action }, part, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return part.filter(({ teamId }) => teamId !== call.params?.teamId);
    }
    await api.send(call, options);
    const sent =
      call.operation === "addGroupTeams"
        ? ((call as AtlasCall<"addGroupTeams">).body ?? [])
        : [
            {
              teamId: call.params?.teamId ?? "",
              roleNames: (call as AtlasCall<"updateGroupTeam">).body?.roleNames ?? [],
            },
          ];
    const now = sent.map(({ teamId, roleNames }) => ({ teamId, roles: asSet(roleNames) }));
    return union(part, now, ({ teamId }) => teamId);
  },

  claimUnsure: (desired, previous) => ({ teams: union(previous?.teams, desired.teams, idOf) }),
};

function assignment(missing: TeamRoles[], projectId: string | undefined): Change {
  const call: AtlasCall<"addGroupTeams"> = {
    operation: "addGroupTeams",
    params: groupParams(projectId),
    body: missing.map(({ teamId, roles }) => ({ teamId, roleNames: roles })),
  };
  const description = `give roles to ${missing.map(({ teamId }) => `team ${teamId}`).join(", ")}`;
  const differences = missing.map((to) => ({ path: "spec.teams", to }));
  return { action: "create", scope: "part", condition, reason, description, call, differences };
}

function reassignment({ teamId, roles }: TeamRoles, before: string[], projectId: string | undefined): Change {
  const call: AtlasCall<"updateGroupTeam"> = {
    operation: "updateGroupTeam",
    params: groupParams(projectId, { teamId }),
    body: { teamId, roleNames: roles },
  };
  const description = `change roles of team ${teamId} to ${roles.join(", ")}`;
  const differences = [{ path: "spec.teams", from: { teamId, roles: before }, to: { teamId, roles } }];
  return { action: "update", scope: "part", condition, reason, description, call, differences };
}

function withdrawal({ teamId, roles }: TeamRoles, projectId: string | undefined): Change {
  const call: AtlasCall<"removeGroupTeam"> = {
    operation: "removeGroupTeam",
    params: groupParams(projectId, { teamId }),
  };
  const differences = [{ path: "spec.teams", from: { teamId, roles } }];
  const description = `take team ${teamId} out of the project`;
  return { action: "delete", scope: "part", condition, reason, description, call, differences };
}
