import { booleanAt, isObject, type Json, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { ReplayRequest, World } from "./world";

/** Ways to the recorded answers about private endpoint services and their regional mode. */
export const privateEndpointLeads: Readonly<Record<string, Lead>> = {
  createGroupPrivateEndpointEndpointService: {
    request: async (world, recording) => creation(await world.project(), recording.body),
  },
  getGroupPrivateEndpointEndpointService: {
    request: (world, recording) => onService(world, recording, recording.body),
  },
  deleteGroupPrivateEndpointEndpointService: {
    request: (world, recording) =>
      onService(world, recording, { cloudProvider: "AZURE", regionName: "ASIA_SOUTH_EAST" }),
  },
  listGroupPrivateEndpointEndpointService: {
    request: async (world, recording) => {
      const listed = Array.isArray(recording.body) ? recording.body.filter(isObject) : [];
      const { operation, params = {} } = await onService(world, recording, listed[0]);
      const { groupId = "", cloudProvider = "" } = params;
      return { operation, params: { groupId, cloudProvider } };
    },
  },
  getGroupPrivateEndpointRegionalMode: {
    request: async (world) => ({
      operation: "getGroupPrivateEndpointRegionalMode",
      params: { groupId: await world.project() },
    }),
  },
  toggleGroupPrivateEndpointRegionalMode: {
    request: async (world, recording) => ({
      operation: "toggleGroupPrivateEndpointRegionalMode",
      params: { groupId: await world.project() },
      body: { enabled: booleanAt(recording.body, "enabled") ?? false },
    }),
  },
};

function creation(groupId: string, service: Json | undefined): ReplayRequest {
  return {
    operation: "createGroupPrivateEndpointEndpointService",
    params: { groupId },
    body: { providerName: stringAt(service, "cloudProvider") ?? "", region: stringAt(service, "regionName") ?? "" },
  };
}

/** A request about a service like the recorded one, which is made unless it was recorded while it was being made. */
async function onService(world: World, recording: Recording, service: Json | undefined): Promise<ReplayRequest> {
  const groupId = await world.project();
  const endpointServiceId = stringAt(await world.must(creation(groupId, service)), "id") ?? "";
  if (stringAt(service, "status") !== "INITIATING") world.settle();
  const params = { groupId, cloudProvider: stringAt(service, "cloudProvider") ?? "", endpointServiceId };
  return { operation: recording.operation, params };
}
