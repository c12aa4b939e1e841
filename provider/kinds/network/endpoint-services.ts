import { regionKey } from "../../../sdk/model/regions";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { asSet } from "../canonical";
import { factsOf, given } from "./answers";
import { type Provider, providerOf } from "./containers";

/** An endpoint in somebody's network, or a group of them on Google Cloud. */
export interface Endpoint {
  /** Id at the provider, or name of the group. */
  id: string;
  /** On Azure. */
  ipAddress?: string;
  /** On Google Cloud. */
  gcpProjectId?: string;
  /** On Google Cloud. */
  rules?: { name: string; ipAddress: string }[];
}

/** A service and the endpoints connected to it, as they are wanted. */
export interface EndpointService {
  provider: Provider;
  /** Region as it is declared, or as Atlas answers. */
  region: string;
  /** Further regions, on AWS. Absent: not managed. */
  supportedRegions?: string[];
  /** On Google Cloud. */
  portMappingEnabled?: boolean;
  endpoints: Endpoint[];
}

export interface ObservedEndpoint extends Omit<Endpoint, "rules"> {
  state: string;
  rules?: { name: string; ipAddress: string; state: string }[];
  connectionName?: string;
  error?: string;
}

export interface ObservedService extends EndpointService {
  serviceId: string;
  state: string;
  /** Known once the service is made. */
  serviceName?: string;
  resourceId?: string;
  attachments?: string[];
  error?: string;
  endpoints: ObservedEndpoint[];
}

/** What tells a service of a project: there is one for each provider and region. */
export const serviceKey = ({ provider, region }: Pick<EndpointService, "provider" | "region">): string =>
  `${provider} ${regionKey(region)}`;

/** What tells an endpoint of a service. Azure does not mind the case of resource ids. */
export const endpointKey = (provider: Provider, id: string): string => (provider === "AZURE" ? id.toLowerCase() : id);

type ServiceAnswer = ResponseBody<"getGroupPrivateEndpointEndpointService">;
type EndpointAnswer = ResponseBody<"getGroupPrivateEndpointEndpointServiceEndpoint">;

/** What Atlas answered, normalised. Of its endpoints the answer has the ids only: how they stand is not known. */
export function observedService(answer: ServiceAnswer): ObservedService {
  const facts = factsOf(answer);
  const provider = providerOf(facts.text("cloudProvider"));
  const ids = facts.list("interfaceEndpoints", "privateEndpoints", "endpointGroupNames") ?? [];
  const attachments = facts.list("serviceAttachmentNames");
  return given<ObservedService>({
    serviceId: facts.text("id") ?? "",
    provider,
    region: facts.text("regionName") ?? "",
    state: facts.text("status") ?? "",
    serviceName: facts.text("endpointServiceName", "privateLinkServiceName"),
    resourceId: facts.text("privateLinkServiceResourceId"),
    attachments: attachments && attachments.length > 0 ? attachments : undefined,
    supportedRegions: provider === "AWS" ? asSet(facts.list("supportedRemoteRegions") ?? []) : undefined,
    portMappingEnabled: provider === "GCP" ? facts.flag("portMappingEnabled") : undefined,
    error: facts.text("errorMessage"),
    endpoints: ids.map((id) => ({ id, state: "" })),
  });
}

export function observedEndpoint(answer: EndpointAnswer): ObservedEndpoint {
  const facts = factsOf(answer);
  const rules = facts.objects("endpoints")?.map((rule) => ({
    name: rule.text("endpointName") ?? "",
    ipAddress: rule.text("ipAddress") ?? "",
    state: rule.text("status") ?? "",
  }));
  return given<ObservedEndpoint>({
    id: facts.text("interfaceEndpointId", "privateEndpointResourceId", "endpointGroupName") ?? "",
    state: facts.text("connectionStatus", "status") ?? "",
    ipAddress: facts.text("privateEndpointIPAddress"),
    gcpProjectId: facts.text("gcpProjectId"),
    rules: rules && asSet(rules),
    connectionName: facts.text("privateEndpointConnectionName"),
    error: facts.text("errorMessage"),
  });
}

/** The services of a provider in a project: one call. */
export async function listServices(
  api: AtlasApi,
  groupId: string,
  cloudProvider: Provider,
  options?: CallOptions,
): Promise<ObservedService[]> {
  const call: AtlasCall<"listGroupPrivateEndpointEndpointService"> = {
    operation: "listGroupPrivateEndpointEndpointService",
    params: { groupId, cloudProvider },
  };
  return (await api.send(call, options)).map(observedService);
}

/**
 * The service with how its endpoints stand: a call for each.
 * @param known Answers for endpoints that need no call.
 */
export async function withEndpoints(
  api: AtlasApi,
  groupId: string,
  service: ObservedService,
  known: (id: string) => ObservedEndpoint | undefined,
  options?: CallOptions,
): Promise<ObservedService> {
  const { provider, serviceId } = service;
  const read = async ({ id }: ObservedEndpoint): Promise<ObservedEndpoint[]> => {
    const there = known(id);
    if (there) return [there];
    const call: AtlasCall<"getGroupPrivateEndpointEndpointServiceEndpoint"> = {
      operation: "getGroupPrivateEndpointEndpointServiceEndpoint",
      params: { groupId, cloudProvider: provider, endpointServiceId: serviceId, endpointId: id },
    };
    const answer = await noneIfAbsent(api.send(call, options));
    // What Atlas says of it is known by the name that the service gives it.
    return answer ? [{ ...observedEndpoint(answer), id }] : [];
  };
  return { ...service, endpoints: (await Promise.all(service.endpoints.map(read))).flat() };
}
