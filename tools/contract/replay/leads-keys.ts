import { isObject, type Json, type JsonObject, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { World } from "./world";

/** Ways to the recorded answers about API keys. */
export function keyLeads(): Record<string, Lead> {
  const groupRoles = (key: Json | undefined) =>
    objectsAt(key, "roles")
      .filter((role) => role.groupId !== undefined)
      .map((role) => String(role.roleName));
  const make = (world: World, groupId: string, key: JsonObject, roles = objectsAt(key, "roles")) =>
    world.simulator.addApiKey({
      groupId,
      roles: roles.map((role) => String(role.roleName)),
      desc: stringAt(key, "desc") ?? "key",
    });
  const entries = async (world: World, recording: Recording) => {
    const { orgId } = world.simulator;
    const { id } = make(world, await world.project(), { roles: [{ roleName: "ORG_MEMBER" }] });
    const body = objectsAt(recording.body, "results").map(({ ipAddress }) => ({ ipAddress: ipAddress ?? "" }));
    return { params: { orgId, apiUserId: id, ipAddress: "192.0.2.1" }, body };
  };
  return {
    listGroupApiKeys: {
      request: async (world, recording) => {
        const groupId = await world.project();
        for (const key of objectsAt(recording.body, "results")) make(world, groupId, key);
        return { operation: "listGroupApiKeys", params: { groupId } };
      },
    },
    createGroupApiKey: {
      request: async (world, recording) => ({
        operation: "createGroupApiKey",
        params: { groupId: await world.project() },
        body: { desc: stringAt(recording.body, "desc") ?? "", roles: groupRoles(recording.body) },
      }),
    },
    updateGroupApiKeyRoles: {
      request: async (world, recording) => {
        const groupId = await world.project();
        const key = isObject(recording.body) ? recording.body : {};
        const { id } = make(world, groupId, key, [{ roleName: "ORG_MEMBER" }]);
        return {
          operation: "updateGroupApiKeyRoles",
          params: { groupId, apiUserId: id },
          body: { roles: groupRoles(recording.body) },
        };
      },
    },
    removeGroupApiKey: {
      request: async (world) => {
        const groupId = await world.project();
        const { id } = make(world, groupId, { roles: [{ roleName: "GROUP_OWNER" }] });
        return { operation: "removeGroupApiKey", params: { groupId, apiUserId: id } };
      },
    },
    deleteOrgApiKey: {
      request: async (world, recording) => ({
        operation: "deleteOrgApiKey",
        params: (await entries(world, recording)).params,
      }),
    },
    createOrgApiKeyAccessListEntry: {
      request: async (world, recording) => ({
        operation: "createOrgApiKeyAccessListEntry",
        ...(await entries(world, recording)),
      }),
    },
    listOrgApiKeyAccessListEntries: {
      request: async (world, recording) => {
        const { params, body } = await entries(world, recording);
        await world.must({ operation: "createOrgApiKeyAccessListEntry", params, body });
        return { operation: "listOrgApiKeyAccessListEntries", params };
      },
    },
    deleteOrgApiKeyAccessListEntry: {
      request: async (world, recording) => {
        const { params } = await entries(world, recording);
        await world.must({ operation: "createOrgApiKeyAccessListEntry", params, body: [{ ipAddress: "192.0.2.1" }] });
        return { operation: "deleteOrgApiKeyAccessListEntry", params };
      },
    },
  };
}
