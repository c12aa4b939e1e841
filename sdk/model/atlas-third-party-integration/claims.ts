import type { AtlasThirdPartyIntegrationSpec } from "../atlas-third-party-integration";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** An integration of a project, wherever it is declared: there is one of each type. */
export const integrationClaim = (
  type: string | undefined,
  within: "itself" | "project",
): Omit<Claim, "path"> | undefined => (type ? { thing: "third-party integration", name: type, within } : undefined);

/** An integration claims its type in the project. */
export function claims({ type }: AtlasThirdPartyIntegrationSpec | Resolved<AtlasThirdPartyIntegrationSpec>): Claim[] {
  const claim = integrationClaim(type, "project");
  return claim ? [{ path: "spec.type", ...claim }] : [];
}
