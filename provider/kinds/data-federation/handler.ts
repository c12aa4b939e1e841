import type { StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { KindHandler, ObservedStatus } from "../contract";
import { projectIdOf } from "../project-id";
import { claimBucket, claimFederation } from "./claim";
import { applyToEndpoints, endpointsCondition, readEndpoints } from "./endpoints";
import { type FederationSpec, observedInstance } from "./normalise";
import { type DataFederationId, type ObservedFederation, pathOf, planFederation, planFederationRemoval } from "./plan";

type Status = ObservedStatus<StatusOf<"AtlasDataFederation">>;

/** A federated database instance of a project, and the project's private endpoints for such as far as they are declared. */
export const dataFederationHandler: KindHandler<FederationSpec, Status, ObservedFederation, DataFederationId> = {
  kind: "AtlasDataFederation",
  identityGrammar: "projectId/name",

  conditions: ({ privateEndpoints }) => (privateEndpoints ? [endpointsCondition] : []),

  async identify(_api, desired, recorded) {
    return recorded ?? { projectId: projectIdOf("AtlasDataFederation", desired), name: desired.name };
  },

  async observe(api, id, { desired, owned, removing }, options) {
    const call: AtlasCall<"getGroupDataFederation"> = { operation: "getGroupDataFederation", params: pathOf(id) };
    // The list of endpoints is the project's: whatever else is asked for, what is not declared in it is nobody's business here.
    const specs = removing ? [owned?.spec] : [desired, owned?.spec];
    const wanted = specs.some((spec) => (spec?.privateEndpoints?.length ?? 0) > 0);
    const [answer, endpoints] = await Promise.all([
      noneIfAbsent(api.send(call, options)),
      wanted ? noneIfAbsent(readEndpoints(api, id.projectId, options)) : undefined,
    ]);
    const instance = answer && observedInstance(answer);
    return instance && { ...instance, ...(endpoints && { endpoints }) };
  },

  plan: planFederation,

  planRemoval: planFederationRemoval,

  async apply(api, change, { id, observed }, options) {
    const { call } = change;
    switch (call.operation) {
      case "createGroupDataFederation":
      case "updateGroupDataFederation": {
        const instance = observedInstance(await api.send(call as AtlasCall<"updateGroupDataFederation">, options));
        // Which endpoints the project has, only a look tells.
        if (!instance || (!observed && change.note === "look")) return { id, observed: "unknown" };
        return { id, observed: { ...instance, ...(observed?.endpoints && { endpoints: observed.endpoints }) } };
      }
      case "deleteGroupDataFederation":
        await noneIfAbsent(api.send(call, options));
        return { id };
      default: {
        const endpoints = await applyToEndpoints(api, change, observed?.endpoints ?? [], options);
        return { id, observed: observed && endpoints ? { ...observed, endpoints } : "unknown" };
      }
    }
  },

  claim: (desired, previous, failed) => ({ spec: claimFederation(desired, previous?.spec, failed) }),

  claimSent: (desired, previous, change) => previous && { spec: claimBucket(desired, previous.spec, change) },

  // It has no id in Atlas but its name.
  atlasId: ({ name }) => name,

  status: ({ providers, hostnames }) => ({
    hostnames,
    ...(Object.keys(providers).length > 0 && { cloudProviderConfig: providers }),
  }),

  toSpec({ name, roles, settings, endpoints = [] }) {
    const { dataProcessRegion, storage } = settings;
    const stored = storage.stores.length > 0 || storage.databases.length > 0;
    return {
      name,
      ...(Object.keys(roles).length > 0 && { cloudProviderConfig: roles }),
      ...(dataProcessRegion && { dataProcessRegion }),
      ...(stored && { storage }),
      ...(endpoints.length > 0 && {
        privateEndpoints: endpoints.map(({ endpointId, provider, type }) => ({ endpointId, provider, type })),
      }),
    };
  },

  parseIdentity(text) {
    const [, projectId, name] = /^([0-9a-f]{24})\/([^/]+)$/.exec(text) ?? [];
    if (!projectId || !name) {
      const message = `${JSON.stringify(text)} is not of the form projectId/name`;
      throw new ValidationError("AtlasDataFederation", [{ path: "import", message }]);
    }
    return { projectId, name };
  },

  async listIn(api, projectId, options) {
    const found = await api.list({ operation: "listGroupDataFederation", params: { groupId: projectId } }, options);
    return found.map(({ name }) => `${projectId}/${name}`);
  },
};
