import { isObject, type JsonObject, numberAt, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { World } from "./world";

const tagged = (body: JsonObject): JsonObject => (Array.isArray(body.tags) ? { tags: body.tags } : {});
const bodyOf = (recording: Recording): JsonObject => (isObject(recording.body) ? recording.body : {});

/** Ways to the recorded answers about projects and organisations. */
export const projectLeads: Readonly<Record<string, Lead>> = {
  createGroup: {
    request: async (world, recording) => ({
      operation: "createGroup",
      body: {
        name: stringAt(recording.body, "name") ?? "x",
        orgId: world.simulator.orgId,
        ...tagged(bodyOf(recording)),
      },
      anonymous: recording.status === 401,
    }),
  },
  getGroup: {
    request: async (world, recording) => {
      const groupId = await world.project(stringAt(recording.body, "name"), tagged(bodyOf(recording)));
      return { operation: "getGroup", params: { groupId } };
    },
  },
  updateGroup: {
    request: async (world, recording) => {
      const groupId = await world.project("before", { tags: [{ key: "old", value: "old" }] });
      const body = { name: stringAt(recording.body, "name") ?? "after", ...tagged(bodyOf(recording)) };
      return { operation: "updateGroup", params: { groupId }, body };
    },
  },
  listGroups: {
    request: async (world, recording) => {
      for (const group of objectsAt(recording.body, "results")) {
        const groupId = await world.project(stringAt(group, "name"), tagged(group));
        await addClusters(world, groupId, numberAt(group, "clusterCount") ?? 0);
      }
      return { operation: "listGroups", query: { itemsPerPage: "500" } };
    },
  },
  deleteGroup: {
    request: async (world) => ({ operation: "deleteGroup", params: { groupId: await world.project() } }),
  },
  listOrgs: {
    options: (recording) => ({
      organizations: objectsAt(recording.body, "results").map((org) => ({ name: stringAt(org, "name") ?? "" })),
    }),
    request: async () => ({ operation: "listOrgs" }),
  },
  getOrg: {
    options: (recording) => ({ organizations: [{ name: stringAt(recording.body, "name") ?? "" }] }),
    request: async (world) => ({ operation: "getOrg", params: { orgId: world.simulator.orgId } }),
  },
  getGroupMaintenanceWindow: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const { dayOfWeek, hourOfDay } = bodyOf(recording);
      await world.must({
        operation: "updateGroupMaintenanceWindow",
        params: { groupId },
        body: { dayOfWeek, hourOfDay },
      });
      return { operation: "getGroupMaintenanceWindow", params: { groupId } };
    },
  },
  updateGroupMaintenanceWindow: {
    request: async (world) => ({
      operation: "updateGroupMaintenanceWindow",
      params: { groupId: await world.project() },
      body: { dayOfWeek: 1, hourOfDay: 1 },
    }),
  },
  resetGroupMaintenanceWindow: {
    request: async (world) => ({
      operation: "resetGroupMaintenanceWindow",
      params: { groupId: await world.project() },
    }),
  },
};

async function addClusters(world: World, groupId: string, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await world.must({
      operation: "createGroupFlexCluster",
      params: { groupId },
      body: { name: `c${number}`, providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" } },
    });
  }
}
