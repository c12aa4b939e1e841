import type { Answer, Call, Routes } from "../call";
import { objectAt, stringAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import { keyOf } from "../store";
import type { StreamWorkspaceDoc } from "../streams/doc";
import { connectionsOf, viewConnection, viewWorkspace, workspaceOf } from "../streams/views";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** What a workspace has that nobody gave a size. */
const DEFAULT_TIER = "SP30";

/** Stream processing workspaces, which were called instances. */
export const streamWorkspaceRoutes: Routes = {
  listGroupStreamWorkspaces: (call) =>
    page(
      call,
      call.state.streamWorkspaces.where(({ groupId }) => groupId === call.params.groupId),
      viewWorkspace,
    ),
  createGroupStreamWorkspace,
  getGroupStreamWorkspace: (call) => {
    const workspace = workspaceOf(call);
    const connections = connectionsOf(call, workspace).map((connection) => viewConnection(connection, workspace));
    const included = call.query.get("includeConnections") === "true";
    return { status: 200, body: { ...viewWorkspace(workspace), ...(included && { connections }) } };
  },
  updateGroupStreamWorkspace,
  deleteGroupStreamWorkspace: (call) => {
    const { groupId, name } = workspaceOf(call);
    call.state.streamConnections.deleteWhere((one) => one.groupId === groupId && one.tenantName === name);
    call.state.streamWorkspaces.delete(keyOf(groupId, name));
    return { status: 202, body: {} };
  },
};

function createGroupStreamWorkspace(call: Call): Answer {
  const { groupId = "" } = call.params;
  const name = stringAt(call.body, "name");
  if (!name) throw problem("MISSING_ATTRIBUTE", "name");
  if (!NAME.test(name)) throw problem("INVALID_ATTRIBUTE", "name");
  if (call.state.streamWorkspaces.get(keyOf(groupId, name))) {
    throw problem("STREAM_TENANT_NAME_ALREADY_EXISTS", groupId, name);
  }
  const place = objectAt(call.body, "dataProcessRegion");
  const cloudProvider = stringAt(place, "cloudProvider");
  const region = stringAt(place, "region");
  if (!cloudProvider) throw problem("MISSING_ATTRIBUTE", "cloudProvider");
  if (!region) throw problem("MISSING_ATTRIBUTE", "region");
  const tier = stringAt(objectAt(call.body, "streamConfig"), "tier") ?? DEFAULT_TIER;
  const id = call.ids.objectId();
  const workspace = { id, groupId, name, cloudProvider, region, tier, word: call.ids.word(6) };
  call.state.streamWorkspaces.put(keyOf(groupId, name), workspace);
  return { status: 200, body: viewWorkspace(workspace) };
}

function updateGroupStreamWorkspace(call: Call): Answer {
  const workspace = workspaceOf(call);
  const changed: StreamWorkspaceDoc = {
    ...workspace,
    cloudProvider: stringAt(call.body, "cloudProvider") ?? workspace.cloudProvider,
    region: stringAt(call.body, "region") ?? workspace.region,
    tier: stringAt(objectAt(call.body, "streamConfig"), "tier") ?? workspace.tier,
  };
  call.state.streamWorkspaces.put(keyOf(workspace.groupId, workspace.name), changed);
  return { status: 200, body: viewWorkspace(changed) };
}
