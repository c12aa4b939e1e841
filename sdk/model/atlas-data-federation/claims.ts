import type { AtlasDataFederationSpec } from "../atlas-data-federation";
import { type Claim, eachItem } from "../claims";
import type { Resolved } from "../markers";

/** A federated database claims its name, and its private endpoints, of which Atlas keeps one list a project. */
export function claims({
  name,
  privateEndpoints,
}: AtlasDataFederationSpec | Resolved<AtlasDataFederationSpec>): Claim[] {
  const named: Claim[] = name
    ? [{ path: "spec.name", thing: "federated database instance", name, within: "project" }]
    : [];
  const endpoints = eachItem("spec.privateEndpoints", privateEndpoints, ({ endpointId }) =>
    endpointId ? { thing: "private endpoint for federated queries", name: endpointId, within: "project" } : undefined,
  );
  return [...named, ...endpoints];
}
