import type { SpecOf } from "../../../sdk/model";
import type { AtlasCall } from "../../atlas/api";
import type { Change, Plan, PlanInput } from "../contract";

type Spec = SpecOf<"AtlasTeam">;

/** A team is named by organisation and name until its id is known. */
export interface TeamId {
  orgId: string;
  name: string;
  teamId?: string;
}

export interface ObservedTeam {
  teamId: string;
  name: string;
  /** Ids are unknown right after the team was made. */
  members: { username: string; userId?: string }[];
  /** Ids of declared people who are in the organisation but not in the team; who is missing here is unknown to it. */
  candidates: Record<string, string>;
}

/** Atlas compares e-mail addresses without case. */
export const addressOf = (username: string): string => username.trim().toLowerCase();

/**
 * The declared list is the team: who is not in it is taken out, as upstream does, and whoever is missing is added. People are added
 * before others go, as Atlas keeps no empty team.
 */
export function planTeam({ desired, observed }: PlanInput<Spec, ObservedTeam>, id: TeamId): Plan {
  if (!observed) return { changes: [creation(desired, id)] };
  const team = { orgId: id.orgId, teamId: observed.teamId };
  const declared = new Set(desired.usernames.map(addressOf));
  const present = new Set(observed.members.map(({ username }) => addressOf(username)));
  const missing = [...declared].filter((address) => !present.has(address));
  const extra = observed.members.filter(({ username }) => !declared.has(addressOf(username)));
  return {
    changes: [
      ...(observed.name === desired.name ? [] : [rename(desired, observed, team)]),
      ...(missing.length === 0 ? [] : [addition(missing, observed, team)]),
      ...extra.map((member) => expulsion(member, observed, team)),
    ],
  };
}

export function planTeamRemoval(observed: ObservedTeam | undefined, { orgId }: TeamId): Plan {
  if (!observed) return { changes: [] };
  const call: AtlasCall<"deleteOrgTeam"> = { operation: "deleteOrgTeam", params: { orgId, teamId: observed.teamId } };
  return { changes: [onTeam("delete", "TeamDoesNotExist", `delete team ${quote(observed.name)}`, call)] };
}

function creation({ name, usernames }: Spec, { orgId }: TeamId): Change {
  const call: AtlasCall<"createOrgTeam"> = {
    operation: "createOrgTeam",
    params: { orgId },
    body: { name, usernames: [...new Set(usernames.map(addressOf))] },
  };
  const description = `create team ${quote(name)} with ${count(usernames.length)}`;
  return onTeam("create", "TeamNotCreatedInAtlas", description, call);
}

function rename({ name }: Spec, observed: ObservedTeam, params: { orgId: string; teamId: string }): Change {
  const call: AtlasCall<"renameOrgTeam"> = { operation: "renameOrgTeam", params, body: { name } };
  const description = `rename team ${quote(observed.name)} to ${quote(name)}`;
  const differences = [{ path: "spec.name", from: observed.name, to: name }];
  return { ...onTeam("update", "TeamNotUpdatedInAtlas", description, call), differences };
}

function addition(addresses: string[], observed: ObservedTeam, params: { orgId: string; teamId: string }): Change {
  const body = addresses.flatMap((address) => {
    const id = observed.candidates[address];
    return id === undefined ? [] : [{ id }];
  });
  const call: AtlasCall<"addOrgTeamUsers"> = { operation: "addOrgTeamUsers", params, body };
  return {
    ...onTeam("update", "TeamUsersNotReady", `add ${addresses.join(", ")} to team ${quote(observed.name)}`, call),
    scope: "part",
    differences: addresses.map((to) => ({ path: "spec.usernames", to })),
    note: JSON.stringify(addresses.filter((address) => observed.candidates[address] === undefined)),
  };
}

function expulsion(
  { username, userId }: ObservedTeam["members"][number],
  observed: ObservedTeam,
  team: { orgId: string; teamId: string },
): Change {
  const params = { ...team, ...(userId !== undefined && { userId }) };
  const call: AtlasCall<"removeOrgTeamUserFromTeam"> = { operation: "removeOrgTeamUserFromTeam", params };
  return {
    ...onTeam("update", "TeamUsersNotReady", `remove ${username} from team ${quote(observed.name)}`, call),
    scope: "part",
    differences: [{ path: "spec.usernames", from: username }],
  };
}

const quote = (name: string): string => JSON.stringify(name);
const count = (members: number): string => `${members} member${members === 1 ? "" : "s"}`;

function onTeam(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "resource", condition: "Ready", reason, description, call };
}
