import type { SimulatorOptions } from "../../../provider/simulator";
import {
  isObject,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
} from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { World } from "./world";

const PEOPLE = ["alice@example.com", "bob@example.com"];

/** Ways to the recorded answers about teams, people and API keys. */
export const peopleLeads: Readonly<Record<string, Lead>> = {
  ...teamLeads(),
  ...projectTeamLeads(),
  listOrgUsers: {
    options: people,
    request: async (world, recording) => {
      await dress(world, recording);
      const { orgId } = world.simulator;
      return { operation: "listOrgUsers", params: { orgId }, query: pageOf(recording) };
    },
  },
  listGroupUsers: {
    options: people,
    request: async (world, recording) => {
      const groupId = await world.project();
      for (const user of world.simulator.state.users(world.simulator.orgId)) {
        await setRoles(world, user.id, [{ groupId, groupRoles: ["GROUP_OWNER"] }]);
      }
      return { operation: "listGroupUsers", params: { groupId }, query: pageOf(recording) };
    },
  },
  getUser: {
    options: people,
    request: async (world, recording) => {
      await dress(world, recording);
      const [user] = world.simulator.state.users(world.simulator.orgId);
      return { operation: "getUser", params: { userId: user?.id ?? "" } };
    },
  },
  getUserByName: {
    options: people,
    request: async (world, recording) => {
      await dress(world, recording);
      const [user] = world.simulator.state.users(world.simulator.orgId);
      return { operation: "getUserByName", params: { userName: user?.username ?? "" } };
    },
  },
};

function teamLeads(): Record<string, Lead> {
  const one = async (world: World, recording: Recording) => {
    const { orgId } = world.simulator;
    const name = stringAt(recording.body, "name") ?? "team";
    const body = { name, usernames: ["alice@example.com"] };
    const team = await world.must({ operation: "createOrgTeam", params: { orgId }, body });
    return { orgId, teamId: stringAt(team, "id") ?? "", teamName: name };
  };
  return {
    createOrgTeam: {
      request: async (world, recording) => ({
        operation: "createOrgTeam",
        params: { orgId: world.simulator.orgId },
        body: {
          name: stringAt(recording.body, "name") ?? "",
          usernames: stringsAt(recording.body, "usernames").map(() => "alice@example.com"),
        },
      }),
    },
    getOrgTeam: {
      request: async (world, recording) => ({ operation: "getOrgTeam", params: await one(world, recording) }),
    },
    getOrgTeamByName: {
      request: async (world, recording) => ({ operation: "getOrgTeamByName", params: await one(world, recording) }),
    },
    listOrgTeams: {
      request: async (world, recording) => {
        for (const team of objectsAt(recording.body, "results")) await one(world, { ...recording, body: team });
        return { operation: "listOrgTeams", params: { orgId: world.simulator.orgId } };
      },
    },
    renameOrgTeam: {
      request: async (world, recording) => ({
        operation: "renameOrgTeam",
        params: await one(world, { ...recording, body: { name: "before" } }),
        body: { name: stringAt(recording.body, "name") ?? "" },
      }),
    },
    deleteOrgTeam: {
      request: async (world, recording) => ({ operation: "deleteOrgTeam", params: await one(world, recording) }),
    },
    listOrgTeamUsers: {
      options: people,
      request: async (world, recording) => {
        const { orgId } = world.simulator;
        await dress(world, recording);
        const [team] = world.simulator.state.teams(orgId);
        return { operation: "listOrgTeamUsers", params: { orgId, teamId: team?.id ?? "" } };
      },
    },
    addOrgTeamUsers: {
      options: people,
      request: async (world, recording) => {
        const { orgId } = world.simulator;
        const users = world.simulator.state.users(orgId);
        await dress(world, recording);
        const [team] = world.simulator.state.teams(orgId);
        for (const user of users) {
          const params = { orgId, teamId: team?.id ?? "", userId: user.id };
          world.simulator.behindTheBack("removeOrgTeamUserFromTeam", { params });
        }
        const body = users.map(({ id }) => ({ id }));
        return { operation: "addOrgTeamUsers", params: { orgId, teamId: team?.id ?? "" }, body };
      },
    },
    removeOrgTeamUserFromTeam: {
      request: async (world, recording) => {
        const [alice] = world.simulator.state.users(world.simulator.orgId);
        const params = { ...(await one(world, recording)), userId: alice?.id ?? "" };
        return { operation: "removeOrgTeamUserFromTeam", params };
      },
    },
  };
}

function projectTeamLeads(): Record<string, Lead> {
  const assigned = async (world: World, roleNames: readonly string[]) => {
    const groupId = await world.project();
    const { orgId } = world.simulator;
    const body = { name: "team", usernames: ["alice@example.com"] };
    const team = await world.must({ operation: "createOrgTeam", params: { orgId }, body });
    const teamId = stringAt(team, "id") ?? "";
    if (roleNames.length > 0) {
      await world.must({
        operation: "addGroupTeams",
        params: { groupId },
        body: [{ teamId, roleNames: [...roleNames] }],
      });
    }
    return { groupId, teamId };
  };
  const rolesOf = (recording: Recording) => stringsAt(objectsAt(recording.body, "results")[0], "roleNames");
  return {
    listGroupTeams: {
      request: async (world, recording) => ({
        operation: "listGroupTeams",
        params: await assigned(world, rolesOf(recording)),
      }),
    },
    addGroupTeams: {
      request: async (world, recording) => {
        const params = await assigned(world, []);
        return { operation: "addGroupTeams", params, body: [{ teamId: params.teamId, roleNames: rolesOf(recording) }] };
      },
    },
    updateGroupTeam: {
      request: async (world, recording) => ({
        operation: "updateGroupTeam",
        params: await assigned(world, ["GROUP_OWNER"]),
        body: { roleNames: rolesOf(recording) },
      }),
    },
    removeGroupTeam: {
      request: async (world) => ({ operation: "removeGroupTeam", params: await assigned(world, ["GROUP_OWNER"]) }),
    },
  };
}

/** As many people as were counted, with what the recorded answer tells of them. */
function people(recording: Recording): SimulatorOptions {
  const shown = shownPeople(recording);
  const count = numberAt(recording.body, "totalCount") ?? 1;
  return {
    users: Array.from({ length: count }, (_, index) => ({
      username: PEOPLE[index] ?? `person${index}@example.com`,
      country: stringAt(shown[index], "country"),
    })),
  };
}

function shownPeople(recording: Recording): JsonObject[] {
  if (!isObject(recording.body)) return [];
  return Array.isArray(recording.body.results) ? objectsAt(recording.body, "results") : [recording.body];
}

/** Gives people the roles and teams that the recorded answer shows. */
async function dress(world: World, recording: Recording): Promise<void> {
  const { orgId, state } = world.simulator;
  const groupId = await world.project();
  const users = state.users(orgId);
  const inTeam: string[] = [];
  for (const [index, person] of shownPeople(recording).entries()) {
    const user = users[index];
    if (!user) continue;
    const assignments = Array.isArray(person.roles)
      ? objectsAt(person, "roles").filter((role) => role.groupId !== undefined)
      : objectsAt(objectAt(person, "roles"), "groupRoleAssignments");
    await setRoles(
      world,
      user.id,
      assignments.map(() => ({ groupId, groupRoles: ["GROUP_OWNER"] })),
    );
    if (stringsAt(person, "teamIds").length > 0 || recording.operation === "listOrgTeamUsers")
      inTeam.push(user.username);
  }
  if (inTeam.length > 0) {
    await world.must({ operation: "createOrgTeam", params: { orgId }, body: { name: "team", usernames: inTeam } });
  }
}

async function setRoles(world: World, userId: string, groupRoleAssignments: JsonObject[]): Promise<void> {
  const { orgId } = world.simulator;
  const body = { roles: { orgRoles: ["ORG_OWNER"], groupRoleAssignments } };
  await world.must({ operation: "updateOrgUser", params: { orgId, userId }, body });
}

/** The page size that was asked for, where the recorded list goes on. */
function pageOf(recording: Recording): Record<string, string> {
  const more = objectsAt(recording.body, "links").some((link) => link.rel === "next");
  const shown = shownPeople(recording).length;
  return more ? { itemsPerPage: String(shown) } : {};
}
