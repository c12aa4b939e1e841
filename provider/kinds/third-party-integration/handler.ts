import type { StatusOf } from "../../../sdk/model";
import { integrationBlocks } from "../../../sdk/model/atlas-third-party-integration/checks";
import { ValidationError } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { Change, KindHandler, ObservedStatus } from "../contract";
import { type IntegrationType, isIntegrationType } from "../integrations/facts";
import { type ObservedIntegration, observedIntegration } from "../integrations/integration";
import { type IntegrationChange, planIntegration, planIntegrationRemoval } from "../integrations/plan";
import { projectIdOf } from "../project-id";
import { sealSpec } from "../seal-spec";
import { declared, type IntegrationSpec, written } from "./declared";

type Status = ObservedStatus<StatusOf<"AtlasThirdPartyIntegration">>;

/** A project has one integration of a type at most, so the type names it. */
export interface IntegrationId {
  projectId: string;
  type: IntegrationType;
}

const kind = "AtlasThirdPartyIntegration";
/** Condition and reason of kinds whose life goes through states. */
const condition = "Ready";
const reason = "Error";

/** A service that a project's metrics and alerts go to. Where a project declares its integrations itself, the same plan is made. */
export const thirdPartyIntegrationHandler: KindHandler<IntegrationSpec, Status, ObservedIntegration, IntegrationId> = {
  kind,
  identityGrammar: "projectId/TYPE",

  async identify(_api, desired, recorded) {
    return recorded ?? { projectId: projectIdOf(kind, desired), type: desired.type };
  },

  async observe(api, { projectId, type }, _hints, options) {
    const params = { groupId: projectId, integrationType: type };
    const answer = await noneIfAbsent(api.send({ operation: "getGroupIntegration", params }, options));
    return answer && observedIntegration(answer, projectId);
  },

  plan({ desired, observed, owned }, { projectId }) {
    const sent = owned && declared(owned.spec).fields;
    const change = planIntegration(declared(desired), observed, sent, { groupId: projectId });
    return { changes: change ? [reported(change)] : [] };
  },

  planRemoval: (observed, _owned, { projectId }) => ({
    changes: observed ? [reported(planIntegrationRemoval(observed, { groupId: projectId }))] : [],
  }),

  async apply(api, { action, call }, { id }, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return { id };
    }
    const { results = [] } = await api.send(call as AtlasCall<"updateGroupIntegration">, options);
    const answer = results.find(({ type }) => type === id.type);
    return { id, observed: (answer && observedIntegration(answer, id.projectId)) ?? "unknown" };
  },

  claim: (desired, previous, failed) => ({
    spec: sealSpec(kind, desired, previous?.spec, () => failed(condition)),
  }),

  atlasId: ({ id, type }) => id ?? type,

  status: ({ id }) => ({ ...(id !== undefined && { id }) }),

  toSpec({ type, plain }) {
    const block = Object.entries(plain).map(([name, value]) => [name, written(name, value)] as const);
    return { type, [integrationBlocks[type]]: Object.fromEntries(block) } as Partial<Resolved<IntegrationSpec>>;
  },

  parseIdentity(text) {
    const [, projectId, type = ""] = /^([0-9a-f]{24})\/([A-Z_]+)$/.exec(text) ?? [];
    if (!projectId || !isIntegrationType(type)) {
      const message = `${JSON.stringify(text)} is not of the form projectId/TYPE, with a type such as DATADOG`;
      throw new ValidationError(kind, [{ path: "import", message }]);
    }
    return { projectId, type };
  },
};

const reported = (change: IntegrationChange): Change => ({ ...change, scope: "resource", condition, reason });
