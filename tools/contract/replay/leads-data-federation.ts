import { isObject, type Json, type JsonObject, objectAt, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { ReplayRequest, World } from "./world";

/** Ways to the recorded answers about federated database instances and their private endpoints. */
export const dataFederationLeads: Readonly<Record<string, Lead>> = {
  createGroupDataFederation: {
    request: async (world, recording) => instance(await world.project(), recording.body),
  },
  getGroupDataFederation: {
    request: (world, recording) => onInstance(world, recording, recording.body),
  },
  updateGroupDataFederation: {
    request: async (world, recording) => {
      const { dataProcessRegion, ...before } = isObject(recording.body) ? recording.body : {};
      const request = await onInstance(world, recording, before);
      return { ...request, query: { skipRoleValidation: "false" }, body: { dataProcessRegion } };
    },
  },
  deleteGroupDataFederation: {
    request: async (world, recording) => {
      if (recording.status < 400) return onInstance(world, recording, {});
      const parameters = objectAt({ body: recording.body ?? null }, "body").parameters;
      const named = Array.isArray(parameters) ? parameters[1] : undefined;
      const tenantName = typeof named === "string" ? named : "nobody";
      return { operation: "deleteGroupDataFederation", params: { groupId: await world.project(), tenantName } };
    },
  },
  listGroupDataFederation: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const listed = Array.isArray(recording.body) ? recording.body : [];
      for (const one of listed) await world.must(instance(groupId, one));
      return { operation: "listGroupDataFederation", params: { groupId } };
    },
  },
  createGroupPrivateNetworkSettingEndpointId: {
    request: async (world, recording) => endpoint(await world.project(), objectsAt(recording.body, "results")[0]),
  },
  getGroupPrivateNetworkSettingEndpointId: {
    request: (world, recording) => onEndpoint(world, recording, recording.body),
  },
  listGroupPrivateNetworkSettingEndpointIds: {
    request: (world, recording) => onEndpoint(world, recording, objectsAt(recording.body, "results")[0]),
  },
  deleteGroupPrivateNetworkSettingEndpointId: {
    request: (world, recording) => onEndpoint(world, recording, { endpointId: "vpce-0fcd9d80bbafe4871" }),
  },
};

function instance(groupId: string, like: Json | undefined): ReplayRequest {
  const { aws } = objectAt(like, "cloudProviderConfig");
  const roleId = stringAt(aws, "roleId");
  const region =
    isObject(like) && isObject(like.dataProcessRegion) ? { dataProcessRegion: like.dataProcessRegion } : {};
  return {
    operation: "createGroupDataFederation",
    params: { groupId },
    body: {
      name: stringAt(like, "name") ?? "replayed",
      ...region,
      ...(roleId !== undefined && { cloudProviderConfig: { aws: { roleId, testS3Bucket: "bucket" } } }),
    },
  };
}

async function onInstance(world: World, recording: Recording, like: Json | undefined): Promise<ReplayRequest> {
  const groupId = await world.project();
  const made = await world.must(instance(groupId, like));
  return { operation: recording.operation, params: { groupId, tenantName: stringAt(made, "name") ?? "" } };
}

function endpoint(groupId: string, like: Json | undefined): ReplayRequest {
  const { status: _status, ...body }: JsonObject = isObject(like) ? like : {};
  return { operation: "createGroupPrivateNetworkSettingEndpointId", params: { groupId }, body };
}

async function onEndpoint(world: World, recording: Recording, like: Json | undefined): Promise<ReplayRequest> {
  const groupId = await world.project();
  await world.must(endpoint(groupId, like));
  const endpointId = stringAt(like, "endpointId") ?? "";
  return { operation: recording.operation, params: { groupId, endpointId } };
}
