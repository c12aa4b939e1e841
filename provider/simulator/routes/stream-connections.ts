import { createHash } from "node:crypto";
import type { Answer, Call, Routes } from "../call";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import { keyOf } from "../store";
import type { StreamConnectionDoc, StreamWorkspaceDoc } from "../streams/doc";
import { connectionsOf, viewConnection, workspaceOf } from "../streams/views";

/** What the service takes and never shows again. */
const SECRETS: ReadonlySet<string> = new Set(["password", "clientSecret", "sslKey", "sslKeyPassword"]);

/** Connections of stream processing workspaces. */
export const streamConnectionRoutes: Routes = {
  listGroupStreamConnections: (call) => {
    const workspace = workspaceOf(call);
    return page(call, connectionsOf(call, workspace), (connection) => viewConnection(connection, workspace));
  },
  createGroupStreamConnection,
  getGroupStreamConnection: (call) => ({ status: 200, body: viewConnection(found(call), workspaceOf(call)) }),
  updateGroupStreamConnection,
  deleteGroupStreamConnection: (call) => {
    call.state.streamConnections.delete(keyFor(found(call)));
    return { status: 202, body: {} };
  },
};

const keyFor = ({ groupId, tenantName, name }: Pick<StreamConnectionDoc, "groupId" | "tenantName" | "name">) =>
  keyOf(groupId, tenantName, name);

function found(call: Call): StreamConnectionDoc {
  const { groupId, name: tenantName } = workspaceOf(call);
  const { connectionName: name = "" } = call.params;
  const connection = call.state.streamConnections.get(keyFor({ groupId, tenantName, name }));
  if (!connection) throw problem("STREAM_CONNECTION_NOT_FOUND_FOR_NAME", name, tenantName);
  return connection;
}

function createGroupStreamConnection(call: Call): Answer {
  const workspace = workspaceOf(call);
  const { groupId, name: tenantName } = workspace;
  const name = stringAt(call.body, "name");
  const type = stringAt(call.body, "type");
  if (!name) throw problem("MISSING_ATTRIBUTE", "name");
  if (!type) throw problem("MISSING_ATTRIBUTE", "type");
  if (call.state.streamConnections.get(keyFor({ groupId, tenantName, name }))) {
    throw problem("STREAM_CONNECTION_NAME_ALREADY_EXISTS", name, tenantName);
  }
  return kept(call, { id: call.ids.objectId(), groupId, tenantName, name, type, ...sent(call.body) }, workspace);
}

function updateGroupStreamConnection(call: Call): Answer {
  const before = found(call);
  const type = stringAt(call.body, "type") ?? before.type;
  if (type !== before.type) throw problem("STREAM_CONNECTION_TYPE_CANNOT_BE_MODIFIED", before.name);
  const { fields, secretsDigest = before.secretsDigest } = sent(call.body);
  const after = { ...before, fields: { ...before.fields, ...fields }, ...(secretsDigest && { secretsDigest }) };
  const { body, ...answer } = kept(call, after, workspaceOf(call));
  // As recorded: the answer to a change does not tell the state.
  return { ...answer, body: { ...body, state: undefined } };
}

function kept(call: Call, connection: StreamConnectionDoc, workspace: StreamWorkspaceDoc) {
  check(connection);
  call.state.streamConnections.put(keyFor(connection), connection);
  return { status: 200, body: viewConnection(connection, workspace) };
}

/** What a connection of its type cannot do without. */
function check({ type, fields, secretsDigest }: StreamConnectionDoc): void {
  const needed = { Cluster: ["clusterName", "dbRoleToExecute"], Kafka: ["authentication", "bootstrapServers"] }[type];
  for (const name of needed ?? []) if (fields[name] === undefined) throw problem("MISSING_ATTRIBUTE", name);
  if (type !== "Kafka") return;
  if (!stringAt(objectAt(fields, "authentication"), "username")) throw problem("MISSING_ATTRIBUTE", "username");
  if (!secretsDigest) throw problem("MISSING_ATTRIBUTE", "password");
}

function sent(body: Json): Pick<StreamConnectionDoc, "fields" | "secretsDigest"> {
  const secrets: string[] = [];
  const shown = withoutSecrets(body, secrets);
  const { name: _name, type: _type, ...fields } = isObject(shown) ? shown : {};
  if (secrets.length === 0) return { fields };
  return { fields, secretsDigest: createHash("sha256").update(JSON.stringify(secrets)).digest("hex") };
}

/** A copy without what the service never shows, which goes to `secrets`. */
function withoutSecrets(value: Json, secrets: string[]): Json {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets));
  if (!isObject(value)) return value;
  const shown: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (SECRETS.has(name)) secrets.push(`${name}=${member}`);
    else if (member !== undefined) shown[name] = withoutSecrets(member, secrets);
  }
  return shown;
}
