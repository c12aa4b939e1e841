import type { Call } from "../call";
import type { JsonObject } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import type { StreamConnectionDoc, StreamWorkspaceDoc } from "./doc";

/** The workspace of the path. */
export function workspaceOf({ params, state }: Call): StreamWorkspaceDoc {
  const { groupId = "", tenantName = "" } = params;
  const workspace = state.streamWorkspaces.get(keyOf(groupId, tenantName));
  if (!workspace) throw problem("STREAM_TENANT_NOT_FOUND_FOR_NAME", groupId, tenantName);
  return workspace;
}

/** Connections of a workspace. */
export function connectionsOf({ state }: Call, { groupId, name }: StreamWorkspaceDoc): StreamConnectionDoc[] {
  return state.streamConnections.where((one) => one.groupId === groupId && one.tenantName === name);
}

/** A workspace as the service shows it: as recorded, without links and state. */
export function viewWorkspace(workspace: StreamWorkspaceDoc): JsonObject {
  const { id, groupId, name, cloudProvider, region, tier, word } = workspace;
  const place = region.toLowerCase().replaceAll("_", "-");
  return {
    _id: id,
    dataProcessRegion: { cloudProvider, region },
    failoverRegions: [],
    groupId,
    hostnames: [`atlas-stream-${id}-${word}.${place}.a.query.mongodb.test`],
    name,
    streamConfig: { tier },
  };
}

/** A connection as the service shows it: as recorded, it is ready at once. */
export function viewConnection(connection: StreamConnectionDoc, { region }: StreamWorkspaceDoc): JsonObject {
  const { id, name, type, fields } = connection;
  const kafka = type === "Kafka" && { networking: { access: { type: "PUBLIC" } } };
  return { ...kafka, ...fields, id, name, region, state: "READY", type };
}
