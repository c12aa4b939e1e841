import { isObject, type JsonObject, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { World } from "./world";

const USER: JsonObject = {
  username: "user",
  databaseName: "admin",
  password: "correct horse",
  roles: [{ databaseName: "admin", roleName: "atlasAdmin" }],
};

/** Ways to the recorded answers about access lists, database users and custom roles. */
export const accessLeads: Readonly<Record<string, Lead>> = {
  createGroupAccessListEntry: {
    request: async (world, recording) => ({
      operation: "createGroupAccessListEntry",
      params: { groupId: await world.project() },
      body: objectsAt(recording.body, "results").map((entry) => asEntry(world, entry)),
      anonymous: recording.status === 401,
    }),
  },
  listGroupAccessListEntries: {
    request: async (world, recording) => {
      const groupId = await world.project();
      await addEntries(world, groupId, objectsAt(recording.body, "results"));
      return {
        operation: "listGroupAccessListEntries",
        params: { groupId },
        anonymous: recording.status === 401,
      };
    },
  },
  getGroupAccessListEntry: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const entry = isObject(recording.body) ? recording.body : {};
      await addEntries(world, groupId, [entry]);
      const entryValue = stringAt(entry, "ipAddress") ?? stringAt(entry, "cidrBlock") ?? "";
      return { operation: "getGroupAccessListEntry", params: { groupId, entryValue } };
    },
  },
  deleteGroupAccessListEntry: {
    request: async (world) => {
      const groupId = await world.project();
      await addEntries(world, groupId, [{ ipAddress: "192.0.2.1" }]);
      return { operation: "deleteGroupAccessListEntry", params: { groupId, entryValue: "192.0.2.1" } };
    },
  },
  createGroupDatabaseUser: {
    request: async (world, recording) => ({
      operation: "createGroupDatabaseUser",
      params: { groupId: recording.status === 404 ? "1".repeat(24) : await world.project() },
      body: userFrom(recording),
      anonymous: recording.status === 401,
    }),
  },
  getGroupDatabaseUser: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const body = userFrom(recording);
      await world.must({ operation: "createGroupDatabaseUser", params: { groupId }, body });
      const { username = "", databaseName = "" } = body;
      return {
        operation: "getGroupDatabaseUser",
        params: { groupId, username: String(username), databaseName: String(databaseName) },
        anonymous: recording.status === 401,
      };
    },
  },
  deleteGroupDatabaseUser: {
    request: async (world) => {
      const groupId = await world.project();
      await world.must({ operation: "createGroupDatabaseUser", params: { groupId }, body: USER });
      return { operation: "deleteGroupDatabaseUser", params: { groupId, username: "user", databaseName: "admin" } };
    },
  },
  listGroupCustomDbRoleRoles: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const roles = Array.isArray(recording.body) ? recording.body.filter(isObject) : [];
      for (const role of roles) await addRole(world, groupId, role);
      return { operation: "listGroupCustomDbRoleRoles", params: { groupId } };
    },
  },
  createGroupCustomDbRoleRole: {
    request: async (world, recording) => ({
      operation: "createGroupCustomDbRoleRole",
      params: { groupId: await world.project() },
      body: recording.body,
    }),
  },
  getGroupCustomDbRoleRole: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const roleName = stringAt(recording.body, "roleName") ?? "";
      await addRole(world, groupId, isObject(recording.body) ? recording.body : {});
      return { operation: "getGroupCustomDbRoleRole", params: { groupId, roleName } };
    },
  },
  updateGroupCustomDbRoleRole: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const { roleName = "", actions, inheritedRoles } = isObject(recording.body) ? recording.body : {};
      await addRole(world, groupId, { roleName, actions: [], inheritedRoles: [{ db: "admin", role: "read" }] });
      return {
        operation: "updateGroupCustomDbRoleRole",
        params: { groupId, roleName: String(roleName) },
        body: { actions, inheritedRoles },
      };
    },
  },
  deleteGroupCustomDbRoleRole: {
    request: async (world) => {
      const groupId = await world.project();
      await addRole(world, groupId, { roleName: "role", actions: [], inheritedRoles: [{ db: "admin", role: "read" }] });
      return { operation: "deleteGroupCustomDbRoleRole", params: { groupId, roleName: "role" } };
    },
  },
};

function asEntry(world: World, { ipAddress, cidrBlock, comment, deleteAfterDate }: JsonObject): JsonObject {
  const inAnHour = new Date(world.simulator.clock.now() + 60 * 60 * 1000).toISOString();
  return {
    ...(ipAddress === undefined ? { cidrBlock } : { ipAddress }),
    comment,
    deleteAfterDate: deleteAfterDate === undefined ? undefined : inAnHour,
  };
}

async function addEntries(world: World, groupId: string, entries: readonly JsonObject[]): Promise<void> {
  const body = entries.map((entry) => asEntry(world, entry));
  await world.must({ operation: "createGroupAccessListEntry", params: { groupId }, body });
}

async function addRole(world: World, groupId: string, body: JsonObject): Promise<void> {
  await world.must({ operation: "createGroupCustomDbRoleRole", params: { groupId }, body });
}

/** The user a recorded answer shows, as it would be declared. */
function userFrom(recording: Recording): JsonObject {
  if (!isObject(recording.body) || recording.status >= 400) return USER;
  const { links: _, groupId: __, ...user } = recording.body;
  return user.databaseName === "admin" ? { ...user, password: "correct horse" } : user;
}
