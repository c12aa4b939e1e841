import type { SpecOf, StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { KindHandler, ObservedStatus } from "../contract";
import type { Provider } from "../network/containers";
import { applyService } from "../network/endpoint-changes";
import { planDisconnection, planService, planServiceRemoval } from "../network/endpoint-plan";
import type { ServiceReport } from "../network/endpoint-report";
import {
  endpointKey,
  listServices,
  type ObservedService,
  observedService,
  serviceKey,
  withEndpoints,
} from "../network/endpoint-services";
import { union } from "../project/section";
import { projectIdOf } from "../project-id";
import { declaredService, specOf } from "./normalise";

type Spec = SpecOf<"AtlasPrivateEndpoint">;
type Status = ObservedStatus<StatusOf<"AtlasPrivateEndpoint">>;

/** A service is named by provider and region, of which there is one in a project, until its id is known. */
export interface ServiceId {
  projectId: string;
  provider: Provider;
  region: string;
  serviceId?: string;
}

const endpointCondition = "PrivateEndpointReady";
const report: ServiceReport = {
  scope: "resource",
  path: "spec",
  service: {
    condition: "PrivateEndpointServiceReady",
    reasons: {
      create: "PrivateEndpointServiceFailedToCreate",
      update: "PrivateEndpointServiceFailedToConfigure",
      making: "PrivateEndpointServiceInitializing",
      deleting: "PrivateEndpointServiceDeleting",
      failed: "PrivateEndpointServiceFailedToConfigure",
    },
  },
  endpoint: {
    condition: endpointCondition,
    reasons: {
      create: "PrivateEndpointFailedToCreate",
      update: "PrivateEndpointUpdating",
      delete: "PrivateEndpointFailedToDelete",
      failed: "PrivateEndpointFailedToConfigure",
    },
    none: "PrivateEndpointConfigurationPending",
  },
};

/** A private endpoint service and the endpoints that are declared with it. Endpoints from elsewhere stay. */
export const privateEndpointHandler: KindHandler<Spec, Status, ObservedService, ServiceId> = {
  kind: "AtlasPrivateEndpoint",
  identityGrammar: "projectId/provider/serviceId",

  conditions: () => [report.service.condition],

  async identify(_api, desired, recorded) {
    if (recorded) return recorded;
    const { provider, region } = desired;
    return { projectId: projectIdOf("AtlasPrivateEndpoint", desired), provider, region };
  },

  async observe(api, id, _hints, options) {
    const service = await find(api, id, options);
    return service && withEndpoints(api, id.projectId, service, () => undefined, options);
  },

  plan({ desired, observed, owned }, { projectId }) {
    const wanted = declaredService(desired);
    const before = owned ? declaredService(owned.spec).endpoints.map(({ id }) => id) : [];
    return planService({ wanted, observed, owned: before, projectId }, report);
  },

  planRemoval(observed, owned, { projectId }) {
    if (!observed) return { changes: [] };
    const ours = owned ? declaredService(owned.spec).endpoints.map(({ id }) => id) : [];
    return planServiceRemoval(observed, ours, projectId, report);
  },

  planLeaving(observed, owned, { projectId }, others) {
    if (!observed || !owned) return { changes: [] };
    const keysOf = (spec: Resolved<Spec>) =>
      declaredService(spec).endpoints.map(({ id }) => endpointKey(spec.provider, id));
    const theirs = new Set(others.flatMap(keysOf));
    const ours = keysOf(owned.spec).filter((key) => !theirs.has(key));
    return planDisconnection(observed, ours, projectId, report);
  },

  async apply(api, { call }, { id, observed }, options) {
    const service = await applyService(api, call, observed, options);
    if (!service) return { id, observed: "unknown" };
    return { id: { ...id, serviceId: service.serviceId }, observed: service };
  },

  claim(desired, previous, failed) {
    if (!failed(endpointCondition) || !previous) return { spec: desired };
    const { awsConfiguration: aws, azureConfiguration: azure, gcpConfiguration: gcp } = previous.spec;
    return {
      spec: {
        ...desired,
        ...(aws && { awsConfiguration: union(aws, desired.awsConfiguration, ({ id }) => id) }),
        ...(azure && { azureConfiguration: union(azure, desired.azureConfiguration, ({ id }) => id) }),
        ...(gcp && { gcpConfiguration: union(gcp, desired.gcpConfiguration, ({ groupName }) => groupName) }),
      },
    };
  },

  atlasId: ({ serviceId }) => serviceId,

  status: statusOf,

  toSpec: specOf,

  parseIdentity(text) {
    const [, projectId, provider, serviceId] = /^([0-9a-f]{24})\/(AWS|AZURE|GCP)\/([0-9a-f]{24})$/.exec(text) ?? [];
    if (!projectId || !provider || !serviceId) {
      const message = `${JSON.stringify(text)} is not of the form projectId/provider/serviceId, with AWS, AZURE or GCP as provider`;
      throw new ValidationError("AtlasPrivateEndpoint", [{ path: "import", message }]);
    }
    // The id tells the region.
    return { projectId, provider: provider as Provider, region: "", serviceId };
  },

  /** Those that a project's own declaration has no words for: it knows neither further regions nor port mapping. */
  async listIn(api, projectId, options) {
    const providers: Provider[] = ["AWS", "AZURE", "GCP"];
    const lists = await Promise.all(providers.map((provider) => listServices(api, projectId, provider, options)));
    return lists.flat().flatMap(({ provider, serviceId, supportedRegions = [], portMappingEnabled }) => {
      const plain = supportedRegions.length === 0 && !portMappingEnabled;
      return plain ? [] : [`${projectId}/${provider}/${serviceId}`];
    });
  },
};

async function find(
  api: AtlasApi,
  { projectId: groupId, provider, region, serviceId }: ServiceId,
  options: CallOptions | undefined,
): Promise<ObservedService | undefined> {
  if (serviceId === undefined) {
    const services = await listServices(api, groupId, provider, options);
    return services.find((service) => serviceKey(service) === serviceKey({ provider, region }));
  }
  const call: AtlasCall<"getGroupPrivateEndpointEndpointService"> = {
    operation: "getGroupPrivateEndpointEndpointService",
    params: { groupId, cloudProvider: provider, endpointServiceId: serviceId },
  };
  const answer = await noneIfAbsent(api.send(call, options));
  return answer && observedService(answer);
}

function statusOf(service: ObservedService): Status {
  const { serviceId, state, serviceName, resourceId, attachments, supportedRegions, portMappingEnabled, error } =
    service;
  return {
    serviceId,
    serviceStatus: state,
    ...(serviceName !== undefined && { serviceName }),
    ...(resourceId !== undefined && { resourceId }),
    ...(attachments && { serviceAttachmentNames: attachments }),
    ...(supportedRegions && supportedRegions.length > 0 && { supportedRegions }),
    ...(portMappingEnabled !== undefined && { portMappingEnabled }),
    ...(error !== undefined && { error }),
    ...(service.endpoints.length > 0 && {
      endpoints: service.endpoints.map((endpoint) => ({
        ID: endpoint.id,
        InterfaceStatus: endpoint.state,
        ...(endpoint.connectionName !== undefined && { connectionName: endpoint.connectionName }),
        ...(endpoint.error !== undefined && { error: endpoint.error }),
        ...(endpoint.rules && {
          gcpForwardingRules: endpoint.rules.map((rule) => ({ name: rule.name, status: rule.state })),
        }),
      })),
    }),
  };
}
