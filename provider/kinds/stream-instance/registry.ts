import type { EmbeddedValue } from "../../../sdk/model/markers";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import { same } from "../canonical";
import type { Breakage, Change, Difference, Pending, Plan } from "../contract";
import { foreignNote, union } from "../project/section";
import {
  connectionBody,
  connectionOf,
  type DeclaredConnection,
  declaredConnection,
  type ObservedConnection,
  observedConnection,
  type SecretGroup,
  undeclaredGroups,
} from "./connection";
import { passwordDiffers } from "./secrets";

/** A stream instance is named by project and name. */
export interface StreamInstanceId {
  projectId: string;
  name: string;
}

export const connectionCondition = "StreamConnectionReady";

/** Path parameters of one instance. */
export const pathOf = ({ projectId, name }: StreamInstanceId) => ({ groupId: projectId, tenantName: name });

/** Connections of an instance; `declared` tells which objects declare them. */
export async function readConnections(
  api: AtlasApi,
  id: StreamInstanceId,
  declared: readonly EmbeddedValue[],
  options?: CallOptions,
): Promise<ObservedConnection[]> {
  const call: AtlasCall<"listGroupStreamConnections"> = {
    operation: "listGroupStreamConnections",
    params: pathOf(id),
  };
  const names = new Map(declared.map((value) => [connectionOf(value).name, value.id]));
  return (await api.list(call, options)).map((answer) => {
    const connection = observedConnection(answer, scopeOf(id));
    const declaredBy = names.get(connection.name);
    return { ...connection, ...(declaredBy && { declaredBy }) };
  });
}

/** What fingerprints of an instance's connections are made with. */
const scopeOf = ({ projectId, name }: StreamInstanceId): string => `${projectId}/${name}`;

/** Pure. A connection of another type is made anew where it was made here; connections from elsewhere stay. */
export function planConnections(
  desired: readonly EmbeddedValue[] | undefined,
  owned: readonly EmbeddedValue[] | undefined,
  observed: readonly ObservedConnection[],
  id: StreamInstanceId,
): Plan {
  const there = new Map(observed.map((connection) => [connection.name, connection]));
  const ours = new Map((owned ?? []).map(connectionOf).map((connection) => [connection.name, connection]));
  const declared = (desired ?? []).map((value, index) => ({ value, connection: connectionOf(value), index }));
  const kept = new Set(declared.map(({ connection }) => connection.name));
  const undeclared = observed.filter(({ name }) => !kept.has(name));
  const mine = undeclared.filter(({ name }) => ours.has(name));
  const foreign = desired ? undeclared.filter(({ name }) => !ours.has(name)) : [];
  const plans = declared.map((one) => {
    const { name } = one.connection;
    return planConnection(one, there.get(name), ours.get(name), id);
  });
  const present = declared.flatMap(({ connection }) => there.get(connection.name) ?? []);
  return {
    changes: [
      ...plans.flatMap(({ changes }) => changes),
      ...mine.filter(({ state }) => state !== "DELETING").map((connection) => deletion(connection, id)),
    ],
    impossible: plans.flatMap(({ impossible = [] }) => impossible),
    underWay: [...present, ...mine].flatMap(underWay),
    broken: [...plans.flatMap(({ broken = [] }) => broken), ...present.flatMap(broken)],
    notes: foreignNote(
      "stream connections",
      foreign.map(({ name }) => name),
    ),
  };
}

function planConnection(
  { value, connection, index }: { value: EmbeddedValue; connection: DeclaredConnection; index: number },
  there: ObservedConnection | undefined,
  owned: DeclaredConnection | undefined,
  id: StreamInstanceId,
): Plan {
  const path = `spec.connectionRegistry[${index}].spec`;
  const wanted = declaredConnection(connection, owned, scopeOf(id));
  if (!there) return { changes: [creation(value, connection, wanted.kafka?.config, id)] };
  if (there.type !== connection.type) {
    const difference = { path: `${path}.type`, from: there.type, to: connection.type };
    // What was not made here is not taken away.
    return owned ? { changes: [deletion(there, id, "look")] } : { changes: [], impossible: [difference] };
  }
  const differing = differencesOf(wanted, there, path);
  const credentials = `${path}.kafkaConfig.authentication.credentials`;
  const told = differing.some((difference) => difference.path === credentials);
  if (!told && passwordDiffers(connection, owned)) differing.push(secretDifference(credentials));
  if (differing.length === 0) return { changes: [] };
  const undeclared = undeclaredGroups(connection, there);
  const refused = undeclared.filter((group) =>
    differing.some((one) => one.path.startsWith(`${path}.kafkaConfig.${group}.`)),
  );
  if (refused.length > 0)
    return { changes: [], broken: refused.map((group) => withoutSecret(connection, group, path)) };
  const call: AtlasCall<"updateGroupStreamConnection"> = {
    operation: "updateGroupStreamConnection",
    params: { ...pathOf(id), connectionName: connection.name },
    body: connectionBody(connection, wanted.kafka?.config, undeclared),
  };
  const update = change("update", "StreamConnectionNotUpdated", `change stream connection ${connection.name}`, call);
  return { changes: [{ ...update, differences: differing, note: value.id }] };
}

const secretFields: Readonly<Record<string, string>> = {
  username: "authentication.credentials",
  certificate: "security.certificate",
};
const secretDifference = (path: string): Difference => ({ path, from: "(secret)", to: "(secret)" });

/** A change that would take a secret away which nobody can read, or which is declared nowhere. */
function withoutSecret({ name }: DeclaredConnection, group: SecretGroup, path: string): Breakage {
  const field = `${path}.kafkaConfig.${group}.${{ authentication: "credentials", security: "certificate" }[group]}`;
  const message = `stream connection ${name}: Atlas takes ${group} whole, and what it has of ${field} would be lost`;
  const hint = `Declare ${field} with the change.`;
  return { condition: connectionCondition, reason: "StreamConnectionNotUpdated", message, hint };
}

function differencesOf(
  wanted: ReturnType<typeof declaredConnection>,
  there: ObservedConnection,
  path: string,
): Difference[] {
  const cluster = wanted.cluster && !same(wanted.cluster, there.cluster);
  const known = new Map<string, unknown>(Object.entries(there.kafka ?? {}));
  const kafka = Object.entries(wanted.kafka ?? {}).filter(([field, to]) => !same(to, known.get(field)));
  return [
    ...(cluster ? [{ path: `${path}.clusterConfig`, from: there.cluster, to: wanted.cluster }] : []),
    ...kafka.map(([field, to]) => {
      const secret = secretFields[field];
      if (secret) return secretDifference(`${path}.kafkaConfig.${secret}`);
      const within = { mechanism: "authentication.mechanism", protocol: "security.protocol" }[field] ?? field;
      return { path: `${path}.kafkaConfig.${within}`, from: known.get(field), to };
    }),
  ];
}

/** Sends a change of the registry, and answers with the connections as they are then; nothing when only a new look can tell. */
export async function applyToConnections(
  api: AtlasApi,
  { call, action, note }: Change,
  observed: readonly ObservedConnection[],
  id: StreamInstanceId,
  options?: CallOptions,
): Promise<ObservedConnection[] | undefined> {
  if (action === "delete") {
    await noneIfAbsent(api.send(call, options));
    if (note === "look") return undefined;
    return observed.filter(({ name }) => name !== call.params?.connectionName);
  }
  const answer = await api.send(call as AtlasCall<"updateGroupStreamConnection">, options);
  const connection = { ...observedConnection(answer, scopeOf(id)), ...(note && { declaredBy: note }) };
  return union(observed, [connection], ({ name }) => name);
}

function underWay({ name, state }: ObservedConnection): Pending[] {
  const doing = { PENDING: "is being made", DELETING: "is being deleted" }[state ?? ""];
  if (!doing) return [];
  const message = `stream connection ${name} ${doing}`;
  return [{ condition: connectionCondition, reason: "StreamConnectionNotConfigured", message, retryAfterMs: 10_000 }];
}

function broken({ name, state }: ObservedConnection): Breakage[] {
  if (state !== "FAILED") return [];
  const message = `stream connection ${name} failed; Atlas does not say why`;
  return [{ condition: connectionCondition, reason: "StreamConnectionNotConfigured", message }];
}

function creation(
  value: EmbeddedValue,
  connection: DeclaredConnection,
  config: Record<string, string> | undefined,
  id: StreamInstanceId,
): Change {
  const call: AtlasCall<"createGroupStreamConnection"> = {
    operation: "createGroupStreamConnection",
    params: pathOf(id),
    body: connectionBody(connection, config),
  };
  const { name, type } = connection;
  const made = change("create", "StreamConnectionNotCreated", `create stream connection ${name} (${type})`, call);
  return { ...made, note: value.id, differences: [{ path: "spec.connectionRegistry", to: { name, type } }] };
}

function deletion({ name, type }: ObservedConnection, id: StreamInstanceId, note?: "look"): Change {
  const call: AtlasCall<"deleteGroupStreamConnection"> = {
    operation: "deleteGroupStreamConnection",
    params: { ...pathOf(id), connectionName: name },
  };
  const differences = [{ path: "spec.connectionRegistry", from: { name, type } }];
  const gone = change("delete", "StreamConnectionNotRemoved", `delete stream connection ${name}`, call);
  return { ...gone, differences, ...(note && { note }) };
}

function change(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "part", condition: connectionCondition, reason, description, call };
}
