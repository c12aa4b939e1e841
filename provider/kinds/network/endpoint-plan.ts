import { asSet, same } from "../canonical";
import type { Breakage, Change, Difference, Pending, Plan } from "../contract";
import { joinPlans } from "../plan";
import { foreignNote } from "../project/section";
import {
  endpointCreation,
  endpointDeletion,
  serviceCreation,
  serviceDeletion,
  serviceUpdate,
} from "./endpoint-changes";
import type { ServiceReport } from "./endpoint-report";
import {
  type Endpoint,
  type EndpointService,
  endpointKey,
  type ObservedEndpoint,
  type ObservedService,
} from "./endpoint-services";

export interface ServiceInput {
  wanted: EndpointService;
  observed?: ObservedService;
  /** Ids of the endpoints that were declared here before. */
  owned: readonly string[];
  projectId?: string;
}

/** Milliseconds after which to look again. */
const pause = 10_000;

/** What makes one service and its endpoints as wanted. Endpoints from elsewhere stay. Pure. */
export function planService({ wanted, observed, owned, projectId }: ServiceInput, report: ServiceReport): Plan {
  if (!observed) {
    const { condition } = report.service;
    // Shown, not sent: once the service is there, they are planned anew. Should it fail, they fall with it.
    const connecting = wanted.endpoints.map((endpoint) => ({
      ...endpointCreation(wanted, endpoint, undefined, projectId, report),
      condition,
    }));
    return { changes: [serviceCreation(wanted, projectId, report), ...connecting] };
  }
  const fixed = fixedDifference(wanted, observed, report);
  if (fixed) return { changes: [], impossible: [fixed] };
  const { service } = report;
  const name = `private endpoint service on ${observed.provider} in ${observed.region}`;
  const pending = (reason: string, doing: string): Plan => {
    const message = `Atlas is ${doing} the ${name}`;
    const working = { condition: service.condition, reason, message, retryAfterMs: pause };
    return { changes: [], underWay: [working, ...endpointsAwait(working, wanted, report)] };
  };
  switch (observed.state) {
    case "AVAILABLE":
    // Without an endpoint, it waits for one.
    case "WAITING_FOR_USER":
      return joinPlans([
        { changes: regionChanges(wanted, observed, projectId, report) },
        planEndpoints({ wanted, observed, owned, projectId }, report),
      ]);
    case "DELETING":
      return pending(service.reasons.deleting, "deleting");
    case "FAILED":
    case "REJECTED": {
      const message = `the ${name} is ${observed.state}${observed.error === undefined ? "" : `: ${observed.error}`}`;
      return { changes: [], broken: [{ condition: service.condition, reason: service.reasons.failed, message }] };
    }
    default:
      return pending(service.reasons.making, "making");
  }
}

/** How ports are mapped is settled when the service is made. */
function fixedDifference(
  { portMappingEnabled: to }: EndpointService,
  { portMappingEnabled: from }: ObservedService,
  { path }: ServiceReport,
): Difference | undefined {
  return to === undefined || from === undefined || to === from
    ? undefined
    : { path: `${path}.portMappingEnabled`, from, to };
}

/** Nor are endpoints ready while their service is not. Those of other services need not wait for that. */
function endpointsAwait(service: Pending, { endpoints }: EndpointService, { endpoint }: ServiceReport): Pending[] {
  if (endpoints.length === 0 && endpoint.none === undefined) return [];
  const reason = endpoints.length === 0 ? (endpoint.none ?? "") : endpoint.reasons.update;
  return [{ ...service, condition: endpoint.condition, reason, outside: true }];
}

function regionChanges(
  { supportedRegions }: EndpointService,
  observed: ObservedService,
  projectId: string | undefined,
  report: ServiceReport,
): Change[] {
  if (supportedRegions === undefined || observed.provider !== "AWS") return [];
  const to = asSet(supportedRegions);
  return same(to, observed.supportedRegions ?? []) ? [] : [serviceUpdate(observed, to, projectId, report)];
}

function planEndpoints(
  { wanted, observed, owned, projectId }: ServiceInput & { observed: ObservedService },
  report: ServiceReport,
): Plan {
  const key = (id: string) => endpointKey(observed.provider, id);
  const there = new Map(observed.endpoints.map((endpoint) => [key(endpoint.id), endpoint]));
  const declared = new Set(wanted.endpoints.map(({ id }) => key(id)));
  const ours = new Set(owned.map(key));
  const others = observed.endpoints.filter(({ id }) => !declared.has(key(id)));
  const left = others.filter(({ id }) => ours.has(key(id)));
  const { condition, none } = report.endpoint;
  const lacking: Pending[] =
    none !== undefined && wanted.endpoints.length === 0
      ? [{ condition, reason: none, message: connectHint(observed), retryAfterMs: pause, outside: true }]
      : [];
  return joinPlans([
    ...wanted.endpoints.map((endpoint) =>
      planEndpoint(endpoint, there.get(key(endpoint.id)), observed, projectId, report),
    ),
    ...left.map((endpoint) => planEndpointRemoval(endpoint, observed, projectId, report)),
    {
      changes: [],
      underWay: lacking,
      notes: foreignNote(
        "private endpoints",
        others.filter(({ id }) => !ours.has(key(id))).map(({ id }) => id),
      ),
    },
  ]);
}

const connectHint = ({ serviceName, resourceId, attachments = [] }: ObservedService): string => {
  const target = resourceId ?? serviceName ?? attachments.join(", ");
  return `no endpoint is declared: make one that connects to ${target}, and declare it`;
};

/** An endpoint cannot be changed: one that differs goes, and is connected again. */
function planEndpoint(
  endpoint: Endpoint,
  observed: ObservedEndpoint | undefined,
  service: ObservedService,
  projectId: string | undefined,
  report: ServiceReport,
): Plan {
  if (!observed) {
    return { changes: [endpointCreation(service, endpoint, service.serviceId, projectId, report)] };
  }
  const differs = observed.state !== "" && !same(comparable(endpoint), comparable(observed));
  if (observed.state === "DELETING") return planEndpointRemoval(observed, service, projectId, report);
  if (differs) {
    const again = endpointCreation(service, endpoint, service.serviceId, projectId, report);
    return { changes: [endpointDeletion(service, observed.id, projectId, report), again] };
  }
  const { condition, reasons } = report.endpoint;
  const { id, state, error } = observed;
  if (state === "FAILED" || state === "REJECTED") {
    const message = `private endpoint ${id} is ${state}${error === undefined ? "" : `: ${error}`}`;
    const broken: Breakage = { condition, reason: reasons.failed, message };
    return { changes: [], broken: [broken] };
  }
  if (state === "AVAILABLE" || state === "") return { changes: [] };
  const message = `Atlas is connecting private endpoint ${id} (${state})`;
  return { changes: [], underWay: [{ condition, reason: reasons.update, message, retryAfterMs: pause }] };
}

function comparable({ ipAddress, gcpProjectId, rules }: Endpoint | ObservedEndpoint) {
  return {
    ipAddress,
    gcpProjectId,
    rules: rules && asSet(rules.map((rule) => ({ name: rule.name, ip: rule.ipAddress }))),
  };
}

function planEndpointRemoval(
  endpoint: ObservedEndpoint,
  service: ObservedService,
  projectId: string | undefined,
  report: ServiceReport,
): Plan {
  if (endpoint.state !== "DELETING") return { changes: [endpointDeletion(service, endpoint.id, projectId, report)] };
  const { condition, reasons } = report.endpoint;
  const message = `Atlas is disconnecting private endpoint ${endpoint.id}`;
  return { changes: [], underWay: [{ condition, reason: reasons.update, message, retryAfterMs: pause }] };
}

/** What undoes some endpoints of a service that stays. Pure. */
export function planDisconnection(
  observed: ObservedService,
  ids: readonly string[],
  projectId: string | undefined,
  report: ServiceReport,
): Plan {
  const ours = new Set(ids.map((id) => endpointKey(observed.provider, id)));
  const ending = observed.endpoints.filter(({ id }) => ours.has(endpointKey(observed.provider, id)));
  return joinPlans(ending.map((endpoint) => planEndpointRemoval(endpoint, observed, projectId, report)));
}

/** What undoes a service: its endpoints go first. One that has endpoints from elsewhere stays, and that is an error. */
export function planServiceRemoval(
  observed: ObservedService,
  owned: readonly string[],
  projectId: string | undefined,
  report: ServiceReport,
): Plan {
  const { condition, reasons } = report.service;
  if (observed.state === "DELETING") {
    const message = `Atlas is deleting the private endpoint service on ${observed.provider} in ${observed.region}`;
    return { changes: [], underWay: [{ condition, reason: reasons.deleting, message, retryAfterMs: pause }] };
  }
  const ours = new Set(owned.map((id) => endpointKey(observed.provider, id)));
  const endpoints = planDisconnection(observed, owned, projectId, report);
  const foreign = observed.endpoints.map(({ id }) => id).filter((id) => !ours.has(endpointKey(observed.provider, id)));
  if (foreign.length > 0) {
    const message = `private endpoint service ${observed.serviceId} stays, as ${foreign.join(", ")} is connected to it and was not made here`;
    return { ...endpoints, broken: [{ condition, reason: report.endpoint.reasons.delete, message }] };
  }
  const last = serviceDeletion(observed, projectId, report);
  if (observed.endpoints.length === 0) return { changes: [last] };
  // Atlas would refuse it before they are gone: until then, it waits and falls with them.
  const following = { ...last, condition: report.endpoint.condition };
  return { ...endpoints, changes: [...endpoints.changes, following] };
}
