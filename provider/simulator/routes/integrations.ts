import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, stringAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import type { IntegrationDoc } from "../services/docs";
import { maskedApart, shown } from "../services/masked";
import { keyOf } from "../store";

interface TypeFacts {
  /** What the contract requires. */
  needed: readonly string[];
  /** What is shown blackened. */
  secret: readonly string[];
  /** What is never shown. */
  hidden?: readonly string[];
  /** What the service fills in; null is shown where it has nothing. */
  defaults?: JsonObject;
}

const TYPES: Readonly<Record<string, TypeFacts>> = {
  DATADOG: {
    needed: ["apiKey"],
    secret: ["apiKey"],
    defaults: {
      customEndpoint: null,
      region: "US",
      sendCollectionLatencyMetrics: false,
      sendDatabaseMetrics: false,
      sendQueryStatsMetrics: false,
      sendUserProvidedResourceTags: false,
    },
  },
  MICROSOFT_TEAMS: { needed: ["microsoftTeamsWebhookUrl"], secret: ["microsoftTeamsWebhookUrl"] },
  NEW_RELIC: {
    needed: ["accountId", "licenseKey", "readToken", "writeToken"],
    secret: ["licenseKey", "readToken", "writeToken"],
  },
  OPS_GENIE: { needed: ["apiKey"], secret: ["apiKey"], defaults: { region: "US" } },
  PAGER_DUTY: { needed: ["serviceKey"], secret: ["serviceKey"], defaults: { region: "US" } },
  PROMETHEUS: {
    needed: ["enabled", "serviceDiscovery", "username"],
    secret: [],
    hidden: ["password"],
    defaults: { sendUserProvidedResourceTagsEnabled: false },
  },
  SLACK: { needed: ["apiToken", "channelName"], secret: ["apiToken"] },
  VICTOR_OPS: { needed: ["apiKey"], secret: ["apiKey"] },
  WEBHOOK: { needed: ["url"], secret: ["secret", "url"], defaults: { bodyTemplate: null, headersTemplate: null } },
};

/** Third-party integrations. As recorded, every change answers with the list of all. */
export const integrationRoutes: Routes = {
  listGroupIntegrations: (call) => list(call),
  getGroupIntegration: (call) => ({ status: 200, body: view(found(call)) }),
  createGroupIntegration: (call) => {
    const { groupId = "", integrationType = "" } = call.params;
    if (call.state.integrations.get(keyOf(groupId, integrationType))) {
      throw problem("INTEGRATION_ALREADY_CONFIGURED", integrationType, groupId);
    }
    return put(call, call.ids.objectId());
  },
  updateGroupIntegration: (call) => put(call, found(call).id),
  deleteGroupIntegration: (call) => {
    const { groupId, type } = found(call);
    call.state.integrations.delete(keyOf(groupId, type));
    return { status: 204 };
  },
};

function list(call: Call): Answer {
  const all = call.state.integrations.where(({ groupId }) => groupId === call.params.groupId);
  return page(call, all, view);
}

/** An integration is replaced as a whole. */
function put(call: Call, id: string): Answer {
  const { groupId = "", integrationType: type = "" } = call.params;
  const facts = TYPES[type];
  if (!facts) throw problem("INVALID_ENUM_VALUE", type);
  const { type: sentType = type, id: _id, ...sent } = isObject(call.body) ? call.body : {};
  if (sentType !== type) throw problem("INVALID_ATTRIBUTE", "type");
  const missing = facts.needed.find((name) => sent[name] === undefined || sent[name] === null);
  if (missing) throw problem("MISSING_ATTRIBUTE", missing);
  const { settings, secrets } = maskedApart(sent, new Set([...facts.secret, ...(facts.hidden ?? [])]));
  const blackened = Object.keys(secrets).find((name) => stringAt(sent, name)?.startsWith("****"));
  if (blackened) throw problem("INVALID_ATTRIBUTE", blackened);
  call.state.integrations.put(keyOf(groupId, type), { id, groupId, type, settings, secrets });
  return list(call);
}

function found(call: Call): IntegrationDoc {
  const { groupId = "", integrationType = "" } = call.params;
  const integration = call.state.integrations.get(keyOf(groupId, integrationType));
  if (!integration) throw problem("INTEGRATION_NOT_CONFIGURED", integrationType, groupId);
  return integration;
}

function view({ id, type, settings, secrets }: IntegrationDoc): JsonObject {
  const facts = TYPES[type];
  const told = Object.entries(secrets).filter(([name]) => !facts?.hidden?.includes(name));
  return { ...facts?.defaults, ...settings, ...shown(Object.fromEntries(told)), id, type };
}
