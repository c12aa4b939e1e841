import type { JsonObject } from "../json";
import type { EndpointDoc, EndpointServiceDoc } from "./docs";

/** How many attachments a service has without port mapping. */
const ATTACHMENTS = 6;

/** A service as the service answers it. Its names are known once the provider has made it. */
export function serviceView(service: EndpointServiceDoc): JsonObject {
  const { id, providerName, regionName, status, endpoints, word } = service;
  const base = { cloudProvider: providerName, errorMessage: null, id, regionName, status };
  const made = status !== "INITIATING";
  const names = endpoints.map((endpoint) => endpoint.id);
  if (providerName === "AWS") {
    const region = regionName.toLowerCase().replaceAll("_", "-");
    return {
      ...base,
      endpointServiceName: made ? `com.amazonaws.vpce.${region}.vpce-svc-${word}` : null,
      interfaceEndpoints: names,
      supportedRemoteRegions: service.supportedRemoteRegions,
    };
  }
  if (providerName === "AZURE") {
    const name = `pls_${id}`;
    const group = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups";
    const resource = `${group}/rg_${id}_${word.slice(0, 8)}/providers/Microsoft.Network/privateLinkServices/${name}`;
    return {
      ...base,
      privateEndpoints: names,
      privateLinkServiceName: made ? name : null,
      privateLinkServiceResourceId: made ? resource : null,
    };
  }
  return {
    ...base,
    endpointGroupNames: names,
    portMappingEnabled: service.portMappingEnabled,
    serviceAttachmentNames: made ? attachmentsOf(service) : [],
  };
}

/** Names of the attachments that a service on Google Cloud has. */
export function attachmentsOf({ id, regionName, word, portMappingEnabled }: EndpointServiceDoc): string[] {
  // Google Cloud writes us-east4 for US_EAST_4.
  const region = regionName
    .toLowerCase()
    .replace(/_(\d+)$/, "$1")
    .replaceAll("_", "-");
  return Array.from(
    { length: portMappingEnabled ? 1 : ATTACHMENTS },
    (_, index) => `projects/p-${word}/regions/${region}/serviceAttachments/sa-${region}-${id}-${index}`,
  );
}

/** An endpoint as the service answers it. */
export function endpointView(
  { providerName, portMappingEnabled }: EndpointServiceDoc,
  endpoint: EndpointDoc,
): JsonObject {
  const { id, status } = endpoint;
  const base = { cloudProvider: providerName, deleteRequested: status === "DELETING", errorMessage: null };
  if (providerName === "AWS") return { ...base, connectionStatus: status, interfaceEndpointId: id };
  if (providerName === "AZURE") {
    return {
      ...base,
      privateEndpointConnectionName: status === "AVAILABLE" ? `${id.split("/").at(-1)}.connection` : null,
      privateEndpointIPAddress: endpoint.ipAddress,
      privateEndpointResourceId: id,
      status,
    };
  }
  return {
    ...base,
    endpointGroupName: id,
    endpoints: (endpoint.rules ?? []).map((rule) => ({ ...rule, status })),
    gcpProjectId: endpoint.gcpProjectId,
    portMappingEnabled,
    status,
  };
}
