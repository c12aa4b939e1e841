import { contradictions } from "../../../sdk/model/contradictions";
import type { AtlasCall } from "../../atlas/api";
import { same } from "../canonical";
import { applyService } from "../network/endpoint-changes";
import { planService, planServiceRemoval } from "../network/endpoint-plan";
import type { ServiceReport } from "../network/endpoint-report";
import {
  type Endpoint,
  type EndpointService,
  endpointKey,
  listServices,
  type ObservedEndpoint,
  type ObservedService,
  serviceKey,
  withEndpoints,
} from "../network/endpoint-services";
import { joinPlans } from "../plan";
import { declaredItems, endpointStatuses, itemOf } from "./private-endpoint-items";
import { type ResolvedProject, type Section, type SectionHints, union } from "./section";

const service = "ProjectPrivateEndpointServiceIsNotReadyInAtlas";
const endpoint = "ProjectPrivateEndpointIsNotReadyInAtlas";
const endpointCondition = "PrivateEndpointReady";
const report: ServiceReport = {
  scope: "part",
  path: "spec.privateEndpoints",
  service: {
    condition: "PrivateEndpointServiceReady",
    reasons: { create: service, update: service, making: service, deleting: service, failed: service },
  },
  endpoint: {
    condition: endpointCondition,
    reasons: { create: endpoint, update: endpoint, delete: endpoint, failed: endpoint },
  },
};

/** Private endpoint services and their endpoints, where a project declares them. Those from elsewhere stay. */
export const privateEndpoints: Section<ObservedService[]> = {
  field: "privateEndpoints",
  condition: report.service.condition,
  also: [endpointCondition],
  blank: [],

  check({ privateEndpoints: items = [] }) {
    const tenants = items.flatMap(({ provider }, index) => (provider === "TENANT" ? [index] : []));
    return [
      ...tenants.map((index) => ({
        path: `spec.privateEndpoints[${index}].provider`,
        message: "TENANT is for serverless instances, which Atlas makes no more: take it out",
      })),
      ...contradictions("spec.privateEndpoints", items.map(itemOf), ({ key }) => key),
    ];
  },

  async observe(api, projectId, options, hints) {
    const items = [...declaredItems(hints.desired), ...declaredItems(hints.owned)];
    const named = new Set(items.map(({ provider }) => provider));
    const providers = hints.everything ? (["AWS", "AZURE", "GCP"] as const) : [...named];
    const services = (await Promise.all(providers.map((one) => listServices(api, projectId, one, options)))).flat();
    return Promise.all(
      services.map((one) => withEndpoints(api, projectId, one, (id) => withoutCall(one, id, hints), options)),
    );
  },

  plan({ desired, observed, owned, projectId }) {
    const wanted = declaredItems(desired);
    const before = new Map(declaredItems(owned).map((one) => [serviceKey(one), one]));
    const there = new Map(observed.map((one) => [serviceKey(one), one]));
    const idsOf = (key: string) => (before.get(key)?.endpoints ?? []).map(({ id }) => id);
    const kept = new Set(wanted.map(serviceKey));
    return joinPlans([
      ...wanted.map((one) => {
        const key = serviceKey(one);
        return planService({ wanted: one, observed: there.get(key), owned: idsOf(key), projectId }, report);
      }),
      ...[...before.keys()]
        .filter((key) => !kept.has(key))
        .map((key) => removal(there.get(key), idsOf(key), projectId)),
    ]);
  },

  planRemoval({ observed, owned, projectId }) {
    const there = new Map(observed.map((one) => [serviceKey(one), one]));
    const ours = declaredItems(owned);
    return joinPlans(
      ours.map((one) =>
        removal(
          there.get(serviceKey(one)),
          one.endpoints.map(({ id }) => id),
          projectId,
        ),
      ),
    );
  },

  async apply(api, { call }, part, options) {
    const before = part.find((one) => concerns(call, one));
    const after = await applyService(api, call, before, options);
    return after ? union(part, [after], ({ serviceId }) => serviceId) : part;
  },

  claimUnsure: (desired, previous) => ({
    privateEndpoints: union(previous?.privateEndpoints, desired.privateEndpoints, (item) => itemOf(item).key),
  }),

  status: (part, told) => ({ privateEndpoints: endpointStatuses(part, told?.desired) }),

  toSpec: (part) => (part.length > 0 ? { privateEndpoints: part.flatMap(specOf) } : {}),
};

function removal(observed: ObservedService | undefined, ids: string[], projectId: string | undefined) {
  return observed ? planServiceRemoval(observed, ids, projectId, report) : { changes: [] };
}

/** Whether a call is about this service. One that makes a service is about none. */
const concerns = ({ params }: AtlasCall, { serviceId }: ObservedService): boolean =>
  params?.endpointServiceId === serviceId;

/**
 * What need not be read of an endpoint: of one from elsewhere, nothing counts; one that was connected as it is declared now, and was
 * not left half-way, is as it was.
 */
function withoutCall(
  one: ObservedService,
  id: string,
  { desired, owned, everything, underWay, last }: SectionHints<ObservedService[]>,
): ObservedEndpoint | undefined {
  if (everything) return undefined;
  const found = (services: readonly EndpointService[]): Endpoint | undefined =>
    services
      .find((service) => serviceKey(service) === serviceKey(one))
      ?.endpoints.find((endpoint) => endpointKey(one.provider, endpoint.id) === endpointKey(one.provider, id));
  const [now, before] = [found(declaredItems(desired)), found(declaredItems(owned))];
  if (!now && !before) return { id, state: "" };
  const seen = last
    ?.find(({ serviceId }) => serviceId === one.serviceId)
    ?.endpoints.find((endpoint) => endpoint.id === id);
  if (seen) return seen.state === "AVAILABLE" && same(now, before) ? seen : undefined;
  if (last || underWay || !before || !same(now, before)) return undefined;
  const { rules, ...rest } = before;
  return {
    ...rest,
    id,
    state: "AVAILABLE",
    ...(rules && { rules: rules.map((rule) => ({ ...rule, state: "AVAILABLE" })) }),
  };
}

type Item = NonNullable<ResolvedProject["privateEndpoints"]>[number];

function specOf({ provider, region, endpoints }: ObservedService): Item[] {
  const items = endpoints.map(({ id, ipAddress, gcpProjectId, rules }): Item => {
    if (provider !== "GCP") return { provider, region, id, ...(ipAddress !== undefined && { ip: ipAddress }) };
    return {
      provider,
      region,
      endpointGroupName: id,
      ...(gcpProjectId !== undefined && { gcpProjectId }),
      endpoints: (rules ?? []).map(({ name, ipAddress: address }) => ({ endpointName: name, ipAddress: address })),
    };
  });
  return items.length > 0 ? items : [{ provider, region }];
}
