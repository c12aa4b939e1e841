import type { AtlasNetworkPeeringSpec } from "../atlas-network-peering";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

const parts = {
  AWS: "awsConfiguration",
  AZURE: "azureConfiguration",
  GCP: "gcpConfiguration",
} as const satisfies Record<AtlasNetworkPeeringSpec["provider"], keyof AtlasNetworkPeeringSpec>;

/** Rules of a peering that its schema cannot say. */
export function check(spec: AtlasNetworkPeeringSpec | Resolved<AtlasNetworkPeeringSpec>): Fault[] {
  const { provider, containerRef } = spec;
  const faults: Fault[] = [];
  if (typeof containerRef === "object" && (containerRef.name === undefined) === (containerRef.id === undefined)) {
    faults.push({ path: "spec.containerRef", message: "exactly one of name and id must be given" });
  }
  for (const [other, field] of Object.entries(parts)) {
    if (other !== provider && spec[field] !== undefined) {
      faults.push({ path: `spec.${field}`, message: `is for provider ${other}, and provider is ${provider}` });
    }
  }
  if (spec[parts[provider]] === undefined) {
    faults.push({ path: `spec.${parts[provider]}`, message: `is required for provider ${provider}` });
  }
  return faults;
}
