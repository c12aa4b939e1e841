import { isObject, type Json, type JsonObject, objectAt, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { ReplayRequest, World } from "./world";

/** Ways to the recorded answers about stream processing workspaces and their connections. */
export const streamLeads: Readonly<Record<string, Lead>> = {
  createGroupStreamWorkspace: {
    request: async (world, recording) => workspace(await world.project(), recording.body),
  },
  getGroupStreamWorkspace: {
    request: (world, recording) => onWorkspace(world, recording, recording.body),
  },
  updateGroupStreamWorkspace: {
    request: async (world, recording) => {
      const request = await onWorkspace(world, recording, recording.body);
      const { cloudProvider, region } = objectAt(recording.body, "dataProcessRegion");
      return { ...request, body: { cloudProvider, region } };
    },
  },
  deleteGroupStreamWorkspace: { request: (world, recording) => onWorkspace(world, recording, {}) },
  listGroupStreamWorkspaces: {
    request: async (world, recording) => {
      const groupId = await world.project();
      for (const listed of objectsAt(recording.body, "results")) await world.must(workspace(groupId, listed));
      return { operation: "listGroupStreamWorkspaces", params: { groupId } };
    },
  },
  createGroupStreamConnection: {
    request: async (world, recording) => {
      const request = await onWorkspace(world, recording, {});
      return { ...request, body: connection(recording.body) };
    },
  },
  getGroupStreamConnection: {
    request: (world, recording) => onConnection(world, recording, recording.body),
  },
  updateGroupStreamConnection: {
    request: async (world, recording) => {
      const before = { ...connection(recording.body), bootstrapServers: "before.example.com:8080" };
      return { ...(await onConnection(world, recording, before)), body: connection(recording.body) };
    },
  },
  deleteGroupStreamConnection: {
    request: (world, recording) => onConnection(world, recording, { name: "gone", type: "Sample" }),
  },
  listGroupStreamConnections: {
    request: async (world, recording) => {
      const [listed] = objectsAt(recording.body, "results");
      const { params: { groupId = "", tenantName = "" } = {} } = await onConnection(world, recording, listed);
      return { operation: "listGroupStreamConnections", params: { groupId, tenantName } };
    },
  },
};

function workspace(groupId: string, like: Json | undefined): ReplayRequest {
  const { cloudProvider = "AWS", region = "VIRGINIA_USA" } = objectAt(like, "dataProcessRegion");
  const config = objectAt(like, "streamConfig");
  return {
    operation: "createGroupStreamWorkspace",
    params: { groupId },
    body: {
      name: stringAt(like, "name") ?? "replayed",
      dataProcessRegion: { cloudProvider, region },
      ...(config.tier !== undefined && { streamConfig: { tier: config.tier } }),
    },
  };
}

async function onWorkspace(world: World, recording: Recording, like: Json | undefined): Promise<ReplayRequest> {
  const groupId = await world.project();
  const made = await world.must(workspace(groupId, like));
  return { operation: recording.operation, params: { groupId, tenantName: stringAt(made, "name") ?? "" } };
}

async function onConnection(world: World, recording: Recording, like: Json | undefined): Promise<ReplayRequest> {
  const { params = {} } = await onWorkspace(world, recording, {});
  const body = connection(like);
  await world.must({ operation: "createGroupStreamConnection", params, body });
  return { operation: recording.operation, params: { ...params, connectionName: stringAt(body, "name") ?? "" } };
}

/** What was probably sent for a connection like the recorded one: what only the service says is left out, the password put in. */
function connection(like: Json | undefined): JsonObject {
  const { id: _id, region: _region, state: _state, networking: _network, ...sent } = isObject(like) ? like : {};
  const { authentication } = sent;
  return isObject(authentication) ? { ...sent, authentication: { ...authentication, password: "pass" } } : sent;
}
