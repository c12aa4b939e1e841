import type { AtlasPrivateEndpointSpec } from "../atlas-private-endpoint";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

const onlyFor = {
  awsConfiguration: "AWS",
  azureConfiguration: "AZURE",
  gcpConfiguration: "GCP",
  supportedRegions: "AWS",
  portMappingEnabled: "GCP",
} as const satisfies Partial<Record<keyof AtlasPrivateEndpointSpec, AtlasPrivateEndpointSpec["provider"]>>;

/** Rules of a service and its endpoints that their schema cannot say: each provider has fields of its own. */
export function check(spec: AtlasPrivateEndpointSpec | Resolved<AtlasPrivateEndpointSpec>): Fault[] {
  const given = new Map<string, unknown>(Object.entries(spec));
  return Object.entries(onlyFor).flatMap(([field, provider]) => {
    const value = given.get(field);
    const said = value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
    if (!said || provider === spec.provider) return [];
    return [{ path: `spec.${field}`, message: `is for provider ${provider}, and provider is ${spec.provider}` }];
  });
}
