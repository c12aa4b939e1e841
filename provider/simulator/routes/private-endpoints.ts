import type { Answer, Call, Routes } from "../call";
import { checkRegion } from "../clusters/regions";
import { booleanAt, isObject, stringAt, stringsAt } from "../json";
import type { EndpointServiceDoc } from "../network/docs";
import { endpointFrom } from "../network/endpoint-request";
import { endpointView, serviceView } from "../network/endpoint-views";
import { DURATION, going } from "../network/phases";
import { problem } from "../problem";
import { groupOf } from "./group-of";

/** Private endpoint services, the endpoints connected to them, and the mode that gives each region its own. */
export const privateEndpointRoutes: Routes = {
  getGroupPrivateEndpointRegionalMode: (call) => ({
    status: 200,
    body: { enabled: groupOf(call).regionalPrivateEndpoints ?? false },
  }),
  toggleGroupPrivateEndpointRegionalMode: (call) => {
    const enabled = booleanAt(call.body, "enabled");
    if (enabled === undefined) throw problem("MISSING_ATTRIBUTE", "enabled");
    const group = groupOf(call);
    call.state.groups.put(group.id, { ...group, regionalPrivateEndpoints: enabled });
    return { status: 202, body: { enabled } };
  },
  listGroupPrivateEndpointEndpointService: (call) => ({
    status: 200,
    body: mine(call)
      .filter(({ providerName }) => providerName === call.params.cloudProvider)
      .map(serviceView),
  }),
  getGroupPrivateEndpointEndpointService: (call) => ({ status: 200, body: serviceView(found(call)) }),
  createGroupPrivateEndpointEndpointService: createService,
  updateGroupPrivateEndpointEndpointService: updateService,
  deleteGroupPrivateEndpointEndpointService: (call) => {
    const service = found(call);
    if (service.endpoints.length > 0) throw problem("CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS");
    if (service.status !== "DELETING") {
      put(call, { ...service, ...going(call.clock.now(), "DELETING", ["GONE", DURATION.deleteService]) });
    }
    return { status: 202, body: {} };
  },
  getGroupPrivateEndpointEndpointServiceEndpoint: (call) => {
    const service = found(call);
    return { status: 200, body: endpointView(service, endpointOf(call, service)) };
  },
  createGroupPrivateEndpointEndpointServiceEndpoint: createEndpoint,
  deleteGroupPrivateEndpointEndpointServiceEndpoint: (call) => {
    const service = found(call);
    const endpoint = endpointOf(call, service);
    const ending = { ...endpoint, ...going(call.clock.now(), "DELETING", ["GONE", DURATION.deleteEndpoint]) };
    if (endpoint.status !== "DELETING") put(call, withEndpoint(service, ending));
    return { status: 202, body: {} };
  },
};

function createService(call: Call): Answer {
  const { groupId = "" } = call.params;
  const providerName = stringAt(call.body, "providerName");
  // The service takes regions as AWS writes them too.
  const regionName = stringAt(call.body, "region")?.toUpperCase().replaceAll("-", "_");
  if (!providerName) throw problem("MISSING_ATTRIBUTE", "providerName");
  if (!regionName) throw problem("MISSING_ATTRIBUTE", "region");
  checkRegion(providerName, regionName);
  const taken = mine(call).some((other) => other.providerName === providerName && other.regionName === regionName);
  if (taken) throw problem("PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", providerName, regionName);
  const service: EndpointServiceDoc = {
    id: call.ids.objectId(),
    groupId,
    providerName,
    regionName,
    supportedRemoteRegions: remoteRegionsIn(call) ?? null,
    portMappingEnabled: booleanAt(call.body, "portMappingEnabled") ?? false,
    word: call.ids.word(17),
    endpoints: [],
    ...going(call.clock.now(), "INITIATING", ["AVAILABLE", DURATION.makeService]),
  };
  put(call, service);
  return { status: 201, body: serviceView(service) };
}

function updateService(call: Call): Answer {
  const { endpointServiceId = "" } = call.params;
  const service = mine(call).find(({ id }) => id === endpointServiceId);
  if (service?.providerName !== "AWS") throw problem("PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", endpointServiceId);
  const supportedRemoteRegions = remoteRegionsIn(call) ?? service.supportedRemoteRegions;
  const after = { ...service, supportedRemoteRegions };
  put(call, after);
  return { status: 200, body: serviceView(after) };
}

function remoteRegionsIn({ body }: Call): string[] | undefined {
  return isObject(body) && Array.isArray(body.supportedRemoteRegions)
    ? stringsAt(body, "supportedRemoteRegions")
    : undefined;
}

function createEndpoint(call: Call): Answer {
  const service = found(call);
  if (service.status !== "AVAILABLE" && service.status !== "WAITING_FOR_USER") {
    throw problem("PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", service.id);
  }
  const endpoint = endpointFrom(call, service);
  if (service.endpoints.some(({ id }) => id === endpoint.id)) {
    throw problem("PRIVATE_ENDPOINT_ALREADY_EXISTS", endpoint.id);
  }
  put(call, withEndpoint(service, endpoint));
  return { status: 201, body: endpointView(service, endpoint) };
}

function withEndpoint(service: EndpointServiceDoc, endpoint: EndpointServiceDoc["endpoints"][number]) {
  const others = service.endpoints.filter(({ id }) => id !== endpoint.id);
  return { ...service, endpoints: [...others, endpoint] };
}

function endpointOf(call: Call, service: EndpointServiceDoc): EndpointServiceDoc["endpoints"][number] {
  const { endpointId = "" } = call.params;
  const endpoint = service.endpoints.find(({ id }) => id === endpointId);
  if (!endpoint) throw problem("PRIVATE_ENDPOINT_NOT_FOUND", endpointId);
  return endpoint;
}

function mine(call: Call): EndpointServiceDoc[] {
  return call.state.endpointServices.where(({ groupId }) => groupId === call.params.groupId);
}

function found(call: Call): EndpointServiceDoc {
  const { endpointServiceId = "", cloudProvider } = call.params;
  const service = mine(call).find(({ id, providerName }) => id === endpointServiceId && providerName === cloudProvider);
  if (!service) throw problem("PRIVATE_ENDPOINT_SERVICE_NOT_FOUND", endpointServiceId);
  return service;
}

function put(call: Call, service: EndpointServiceDoc): void {
  call.state.endpointServices.put(service.id, service);
}
