import type { Answer, Call, Routes } from "../call";
import type { FederationEndpointDoc } from "../data-federation/doc";
import { type JsonObject, stringAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import { keyOf } from "../store";

/** Azure's side of an endpoint takes a while; on AWS it is there at once (recorded). */
const AZURE_CONNECTS = 60_000;
const ID: Readonly<Record<string, RegExp>> = {
  AWS: /^vpce-[0-9a-f]{17}$/,
  AZURE: /^\/subscriptions\/.+\/privateEndpoints\/.+$/,
};

/** Private endpoints of federated database instances: one list a project. As recorded, adding to it answers with all of it. */
export const federationEndpointRoutes: Routes = {
  listGroupPrivateNetworkSettingEndpointIds: (call) => listed(call, 200),
  createGroupPrivateNetworkSettingEndpointId,
  getGroupPrivateNetworkSettingEndpointId: (call) => ({ status: 200, body: view(found(call), call) }),
  deleteGroupPrivateNetworkSettingEndpointId: (call) => {
    const { groupId, endpointId } = found(call);
    call.state.federationEndpoints.delete(keyOf(groupId, endpointId));
    return { status: 204 };
  },
};

function listed(call: Call, status: number): Answer {
  const mine = call.state.federationEndpoints.where(({ groupId }) => groupId === call.params.groupId);
  return page(call, mine, (endpoint) => view(endpoint, call), status);
}

function found(call: Call): FederationEndpointDoc {
  const { groupId = "", endpointId = "" } = call.params;
  const endpoint = call.state.federationEndpoints.get(keyOf(groupId, endpointId));
  if (!endpoint) throw problem("PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND", endpointId, groupId);
  return endpoint;
}

/** An id that is on the list keeps its place there: only its comment changes. */
function createGroupPrivateNetworkSettingEndpointId(call: Call): Answer {
  const { groupId = "" } = call.params;
  const endpointId = stringAt(call.body, "endpointId");
  if (!endpointId) throw problem("MISSING_ATTRIBUTE", "endpointId");
  const provider = stringAt(call.body, "provider") ?? "AWS";
  if (!ID[provider]?.test(endpointId)) throw problem("PRIVATE_NETWORK_ENDPOINT_ID_INVALID", endpointId, provider);
  const key = keyOf(groupId, endpointId);
  const known = call.state.federationEndpoints.get(key);
  const comment = stringAt(call.body, "comment") ?? known?.comment;
  const region = stringAt(call.body, "region");
  const fresh: FederationEndpointDoc = {
    groupId,
    endpointId,
    provider,
    type: stringAt(call.body, "type") ?? "DATA_LAKE",
    ...(region && { region }),
    readyAt: call.clock.now() + (provider === "AZURE" ? AZURE_CONNECTS : 0),
  };
  call.state.federationEndpoints.put(key, { ...(known ?? fresh), ...(comment && { comment }) });
  return listed(call, 201);
}

function view({ endpointId, provider, type, comment, region, readyAt }: FederationEndpointDoc, call: Call): JsonObject {
  const status = readyAt <= call.clock.now() ? "OK" : "PENDING";
  return { ...(comment && { comment }), endpointId, provider, ...(region && { region }), status, type };
}
