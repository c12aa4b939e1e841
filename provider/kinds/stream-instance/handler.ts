import type { StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { KindHandler, ObservedStatus } from "../contract";
import { projectIdOf } from "../project-id";
import { claimConnection, claimInstance } from "./claim";
import { connectionOf } from "./connection";
import {
  type ObservedInstance,
  observedInstance,
  planInstance,
  planInstanceRemoval,
  type ResolvedInstance,
  type StreamInstanceSpec,
} from "./plan";
import { applyToConnections, connectionCondition, pathOf, readConnections, type StreamInstanceId } from "./registry";
import { connectionSpecOf } from "./to-spec";

type Status = ObservedStatus<StatusOf<"AtlasStreamInstance">>;

/** A stream processing instance, which Atlas now calls a workspace, and the connections that are declared in it. */
export const streamInstanceHandler: KindHandler<StreamInstanceSpec, Status, ObservedInstance, StreamInstanceId> = {
  kind: "AtlasStreamInstance",
  identityGrammar: "projectId/name",

  check: ({ connectionRegistry = [] }) => {
    const names = connectionRegistry.map((value) => connectionOf(value).name);
    return names.flatMap((name, index) => {
      const first = names.indexOf(name);
      if (first === index) return [];
      const message = `${JSON.stringify(name)} is the name of item ${first} already; each must be unique`;
      return [{ path: `spec.connectionRegistry[${index}]`, message }];
    });
  },

  conditions: ({ connectionRegistry }) => (connectionRegistry ? [connectionCondition] : []),

  async identify(_api, desired, recorded) {
    return recorded ?? { projectId: projectIdOf("AtlasStreamInstance", desired), name: desired.name };
  },

  async observe(api, id, { desired, owned, everything, removing }, options) {
    const call: AtlasCall<"getGroupStreamWorkspace"> = { operation: "getGroupStreamWorkspace", params: pathOf(id) };
    const named = (spec: ResolvedInstance | undefined) => spec?.connectionRegistry !== undefined;
    const wanted = !removing && (everything || named(desired) || named(owned?.spec));
    const [answer, connections] = await Promise.all([
      noneIfAbsent(api.send(call, options)),
      wanted ? noneIfAbsent(readConnections(api, id, desired?.connectionRegistry ?? [], options)) : undefined,
    ]);
    return answer && { ...observedInstance(answer), ...(connections && { connections }) };
  },

  plan: planInstance,

  planRemoval: (observed, _owned, id) => planInstanceRemoval(observed, id),

  async apply(api, change, { id, observed }, options) {
    const { call } = change;
    switch (call.operation) {
      case "createGroupStreamWorkspace":
      case "updateGroupStreamWorkspace": {
        const instance = observedInstance(await api.send(call as AtlasCall<"updateGroupStreamWorkspace">, options));
        if (change.note === "look") return { id, observed: "unknown" };
        return { id, observed: { ...instance, ...(observed?.connections && { connections: observed.connections }) } };
      }
      case "deleteGroupStreamWorkspace":
        await noneIfAbsent(api.send(call, options));
        return { id };
      default: {
        const connections = await applyToConnections(api, change, observed?.connections ?? [], id, options);
        return { id, observed: observed && connections ? { ...observed, connections } : "unknown" };
      }
    }
  },

  claim: (desired, previous, failed) => ({ spec: claimInstance(desired, previous?.spec, failed) }),

  claimSent(desired, previous, { call, action }) {
    const body = (call as AtlasCall<"createGroupStreamConnection">).body;
    const wrote = ["createGroupStreamConnection", "updateGroupStreamConnection"].includes(call.operation);
    if (!wrote || action === "delete" || !body?.name) return previous;
    return { spec: claimConnection(desired, previous?.spec, body.name) };
  },

  atlasId: ({ instanceId }) => instanceId,

  status: ({ instanceId, hostnames, connections = [] }) => {
    const declared = connections.filter(({ declaredBy }) => declaredBy !== undefined);
    return {
      id: instanceId,
      hostnames,
      ...(declared.length > 0 && {
        connections: declared.map(({ name, declaredBy = "" }) => ({ name, resourceRef: { name: declaredBy } })),
      }),
    };
  },

  toSpec: ({ name, cluster, connections = [] }) => ({
    name,
    // Atlas's words are wider than the model's enumerations.
    clusterConfig: cluster as ResolvedInstance["clusterConfig"],
    ...(connections.length > 0 && {
      connectionRegistry: connections.map((connection) => ({ id: "", spec: connectionSpecOf(connection) })),
    }),
  }),

  parseIdentity(text) {
    const [, projectId, name] = /^([0-9a-f]{24})\/([^/]+)$/.exec(text) ?? [];
    if (!projectId || !name) {
      const message = `${JSON.stringify(text)} is not of the form projectId/name`;
      throw new ValidationError("AtlasStreamInstance", [{ path: "import", message }]);
    }
    return { projectId, name };
  },

  async listIn(api, projectId, options) {
    const found = await api.list({ operation: "listGroupStreamWorkspaces", params: { groupId: projectId } }, options);
    return found.map(({ name }) => `${projectId}/${name}`);
  },
};
