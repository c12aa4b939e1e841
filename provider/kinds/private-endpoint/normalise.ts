import type { SpecOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import { asAtlasWrites } from "../../../sdk/model/regions";
import { asSet } from "../canonical";
import type { Endpoint, EndpointService, ObservedService } from "../network/endpoint-services";

type Spec = Resolved<SpecOf<"AtlasPrivateEndpoint">>;

/** What is declared, in the form that is compared. */
export function declaredService(spec: Spec): EndpointService {
  const { provider, region, supportedRegions, portMappingEnabled } = spec;
  return {
    provider,
    region,
    ...(supportedRegions && { supportedRegions: asSet(supportedRegions.map(asAtlasWrites)) }),
    ...(portMappingEnabled !== undefined && { portMappingEnabled }),
    endpoints: declaredEndpoints(spec),
  };
}

function declaredEndpoints({ awsConfiguration, azureConfiguration, gcpConfiguration }: Spec): Endpoint[] {
  return [
    ...(awsConfiguration ?? []).map(({ id }) => ({ id })),
    ...(azureConfiguration ?? []).map(({ id, ipAddress }) => ({ id, ipAddress })),
    ...(gcpConfiguration ?? []).map(({ groupName, projectId, endpoints }) => ({
      id: groupName,
      gcpProjectId: projectId,
      rules: endpoints.map(({ name, ipAddress }) => ({ name, ipAddress })),
    })),
  ];
}

/** The declaration of what was observed. */
export function specOf({
  provider,
  region,
  supportedRegions,
  portMappingEnabled,
  endpoints,
}: ObservedService): Partial<Spec> {
  return {
    provider,
    region,
    ...(supportedRegions && supportedRegions.length > 0 && { supportedRegions }),
    ...(portMappingEnabled !== undefined && { portMappingEnabled }),
    ...(endpoints.length > 0 && configurationOf(provider, endpoints)),
  };
}

function configurationOf(provider: Spec["provider"], endpoints: ObservedService["endpoints"]): Partial<Spec> {
  switch (provider) {
    case "AWS":
      return { awsConfiguration: endpoints.map(({ id }) => ({ id })) };
    case "AZURE":
      return { azureConfiguration: endpoints.map(({ id, ipAddress = "" }) => ({ id, ipAddress })) };
    case "GCP":
      return {
        gcpConfiguration: endpoints.map(({ id, gcpProjectId = "", rules = [] }) => ({
          groupName: id,
          projectId: gcpProjectId,
          endpoints: rules.map(({ name, ipAddress }) => ({ name, ipAddress })),
        })),
      };
  }
}
