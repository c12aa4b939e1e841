import type { StatusOf } from "../../../sdk/model";
import {
  type Endpoint,
  type EndpointService,
  endpointKey,
  type ObservedEndpoint,
  type ObservedService,
  serviceKey,
} from "../network/endpoint-services";
import type { ResolvedProject } from "./section";

type Item = NonNullable<ResolvedProject["privateEndpoints"]>[number];
type Status = NonNullable<StatusOf<"AtlasProject">["privateEndpoints"]>[number];

/** What is declared: items of one provider and region are endpoints of one service. */
export function declaredItems(spec: ResolvedProject | undefined): EndpointService[] {
  const services = new Map<string, EndpointService>();
  for (const { provider, region, ...item } of spec?.privateEndpoints ?? []) {
    if (provider === "TENANT") continue;
    const key = serviceKey({ provider, region });
    const service = services.get(key) ?? { provider, region, endpoints: [] };
    const endpoint = endpointOf(item);
    const known = service.endpoints.some(({ id }) => id === endpoint?.id);
    services.set(key, {
      ...service,
      endpoints: endpoint && !known ? [...service.endpoints, endpoint] : service.endpoints,
    });
  }
  return [...services.values()];
}

/** An item in the form that is compared, and what tells it from others. */
export function itemOf(item: Item): { key: string; endpoint?: Endpoint } {
  const { provider, region, ...rest } = item;
  const endpoint = endpointOf(rest);
  if (provider === "TENANT") return { key: `${provider} ${region}`, endpoint };
  const id = endpoint ? ` ${endpointKey(provider, endpoint.id)}` : "";
  return { key: `${serviceKey({ provider, region })}${id}`, endpoint };
}

function endpointOf({
  id,
  ip,
  gcpProjectId,
  endpointGroupName,
  endpoints,
}: Omit<Item, "provider" | "region">): Endpoint | undefined {
  if (endpointGroupName) {
    const rules = (endpoints ?? []).map(({ endpointName = "", ipAddress = "" }) => ({ name: endpointName, ipAddress }));
    return { id: endpointGroupName, ...(gcpProjectId && { gcpProjectId }), rules };
  }
  return id ? { id, ...(ip && { ipAddress: ip }) } : undefined;
}

/** What the status tells: of the declared services, where the declaration is at hand, each endpoint once. */
export function endpointStatuses(services: readonly ObservedService[], desired: ResolvedProject | undefined): Status[] {
  const declared = desired && new Set(declaredItems(desired).map(serviceKey));
  return services.filter((service) => !declared || declared.has(serviceKey(service))).flatMap(statusesOf);
}

function statusesOf(service: ObservedService): Status[] {
  const { serviceId, provider, region, serviceName, resourceId, attachments, endpoints } = service;
  const base: Status = {
    id: serviceId,
    provider,
    region,
    ...(serviceName !== undefined && { serviceName }),
    ...(resourceId !== undefined && { serviceResourceId: resourceId }),
    ...(attachments && { serviceAttachmentNames: attachments }),
  };
  return endpoints.length === 0 ? [base] : endpoints.map((endpoint) => ({ ...base, ...statusOf(endpoint) }));
}

function statusOf({ id, rules }: ObservedEndpoint): Partial<Status> {
  if (!rules) return { interfaceEndpointId: id };
  return {
    endpoints: rules.map(({ name, ipAddress, state }) => ({ endpointName: name, ipAddress, status: state })),
  };
}
