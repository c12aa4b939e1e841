import { asAtlasWrites } from "../../../sdk/model/regions";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import type { Change } from "../contract";
import { groupParams } from "../project/section";
import type { ServiceReport } from "./endpoint-report";
import {
  type Endpoint,
  type EndpointService,
  endpointKey,
  type ObservedService,
  observedEndpoint,
  observedService,
} from "./endpoint-services";

export function serviceCreation(
  { provider, region, supportedRegions, portMappingEnabled }: EndpointService,
  projectId: string | undefined,
  { scope, path, service }: ServiceReport,
): Change {
  const call: AtlasCall<"createGroupPrivateEndpointEndpointService"> = {
    operation: "createGroupPrivateEndpointEndpointService",
    params: groupParams(projectId),
    body: {
      providerName: provider,
      region: asAtlasWrites(region),
      ...(supportedRegions && supportedRegions.length > 0 && { supportedRemoteRegions: supportedRegions }),
      ...(portMappingEnabled && { portMappingEnabled }),
    },
  };
  return {
    action: "create",
    scope,
    condition: service.condition,
    reason: service.reasons.create,
    description: `make a private endpoint service on ${provider} in ${region}`,
    call,
    differences: [{ path, to: `${provider} ${region}` }],
  };
}

/** Only the list of further regions can be changed. */
export function serviceUpdate(
  { provider, region, serviceId, supportedRegions }: ObservedService,
  to: string[],
  projectId: string | undefined,
  { path, service, scope }: ServiceReport,
): Change {
  const call: AtlasCall<"updateGroupPrivateEndpointEndpointService"> = {
    operation: "updateGroupPrivateEndpointEndpointService",
    params: groupParams(projectId, { endpointServiceId: serviceId }),
    body: { cloudProvider: "AWS", supportedRemoteRegions: to },
  };
  return {
    action: "update",
    scope,
    condition: service.condition,
    reason: service.reasons.update,
    description: `let endpoints connect to the service on ${provider} in ${region} from ${to.join(", ") || "no other region"}`,
    call,
    differences: [{ path: `${path}.supportedRegions`, from: supportedRegions, to }],
  };
}

export function serviceDeletion(
  { provider, region, serviceId }: ObservedService,
  projectId: string | undefined,
  { scope, path, service }: ServiceReport,
): Change {
  const call: AtlasCall<"deleteGroupPrivateEndpointEndpointService"> = {
    operation: "deleteGroupPrivateEndpointEndpointService",
    params: groupParams(projectId, { cloudProvider: provider, endpointServiceId: serviceId }),
  };
  return {
    action: "delete",
    scope,
    condition: service.condition,
    reason: service.reasons.deleting,
    description: `delete the private endpoint service on ${provider} in ${region}`,
    call,
    differences: [{ path, from: `${provider} ${region}` }],
  };
}

export function endpointCreation(
  { provider }: EndpointService,
  endpoint: Endpoint,
  serviceId: string | undefined,
  projectId: string | undefined,
  { path, endpoint: report }: ServiceReport,
): Change {
  const call: AtlasCall<"createGroupPrivateEndpointEndpointServiceEndpoint"> = {
    operation: "createGroupPrivateEndpointEndpointServiceEndpoint",
    params: groupParams(projectId, {
      cloudProvider: provider,
      ...(serviceId !== undefined && { endpointServiceId: serviceId }),
    }),
    body: bodyOf(endpoint),
  };
  return {
    action: "create",
    scope: "part",
    condition: report.condition,
    reason: report.reasons.create,
    description: `connect private endpoint ${endpoint.id}`,
    call,
    differences: [{ path, to: endpoint }],
  };
}

export function endpointDeletion(
  { provider, serviceId }: ObservedService,
  endpointId: string,
  projectId: string | undefined,
  { path, endpoint }: ServiceReport,
): Change {
  const call: AtlasCall<"deleteGroupPrivateEndpointEndpointServiceEndpoint"> = {
    operation: "deleteGroupPrivateEndpointEndpointServiceEndpoint",
    params: groupParams(projectId, { cloudProvider: provider, endpointServiceId: serviceId, endpointId }),
  };
  return {
    action: "delete",
    scope: "part",
    condition: endpoint.condition,
    reason: endpoint.reasons.delete,
    description: `disconnect private endpoint ${endpointId}`,
    call,
    differences: [{ path, from: endpointId }],
  };
}

function bodyOf({ id, ipAddress, gcpProjectId, rules }: Endpoint) {
  const body =
    gcpProjectId === undefined
      ? { id, ...(ipAddress !== undefined && { privateEndpointIPAddress: ipAddress }) }
      : {
          endpointGroupName: id,
          gcpProjectId,
          endpoints: (rules ?? []).map((rule) => ({ endpointName: rule.name, ipAddress: rule.ipAddress })),
        };
  // The provider stands in the path already.
  return body as RequestBody<"createGroupPrivateEndpointEndpointServiceEndpoint">;
}

/** Sends a change of a service or one of its endpoints, and answers with the service as it is then. */
export async function applyService(
  api: AtlasApi,
  { operation, params, body }: AtlasCall,
  before: ObservedService | undefined,
  options?: CallOptions,
): Promise<ObservedService | undefined> {
  switch (operation) {
    case "deleteGroupPrivateEndpointEndpointService":
      await noneIfAbsent(api.send({ operation, params }, options));
      return before && { ...before, state: "DELETING" };
    case "deleteGroupPrivateEndpointEndpointServiceEndpoint": {
      await noneIfAbsent(api.send({ operation, params }, options));
      const endpoints = before?.endpoints.map((endpoint) =>
        endpoint.id === params?.endpointId ? { ...endpoint, state: "DELETING" } : endpoint,
      );
      return before && endpoints && { ...before, endpoints };
    }
    case "createGroupPrivateEndpointEndpointServiceEndpoint": {
      const call = { operation, params, body } as AtlasCall<"createGroupPrivateEndpointEndpointServiceEndpoint">;
      const made = observedEndpoint(await api.send(call, options));
      const others = before?.endpoints.filter(
        ({ id }) => endpointKey(before.provider, id) !== endpointKey(before.provider, made.id),
      );
      return before && { ...before, endpoints: [...(others ?? []), made] };
    }
    default: {
      const call = { operation, params, body } as AtlasCall<"createGroupPrivateEndpointEndpointService">;
      const service = observedService(await api.send(call, options));
      return { ...service, endpoints: before?.endpoints ?? [] };
    }
  }
}
