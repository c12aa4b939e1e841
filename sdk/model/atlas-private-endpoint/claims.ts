import type { AtlasPrivateEndpointSpec } from "../atlas-private-endpoint";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";
import { regionKey } from "../regions";

/** A private endpoint service of a project, wherever it is declared: there is one for each provider and region. */
export const serviceClaim = (
  { provider, region }: { provider?: string; region?: string },
  within: "itself" | "project",
): Omit<Claim, "path"> | undefined =>
  provider && region
    ? {
        ...{ thing: "private endpoint service", name: `${provider} ${region}` },
        ...{ key: `${provider} ${regionKey(region)}`, within },
      }
    : undefined;

/** A private endpoint claims the service of its region, with all endpoints that are declared for it. */
export function claims(spec: AtlasPrivateEndpointSpec | Resolved<AtlasPrivateEndpointSpec>): Claim[] {
  const claim = serviceClaim(spec, "project");
  return claim ? [{ path: "spec.region", ...claim }] : [];
}
