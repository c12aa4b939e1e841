import type { AtlasApi } from "../../provider/atlas/api";
import { readEndpoints } from "../../provider/kinds/data-federation/endpoints";

type Json = Record<string, unknown>;

/**
 * Puts the private endpoints for federated queries into a declaration. Atlas keeps one list of them a project, and it is declared with a
 * federated database instance: the first one takes them all.
 * @param instances Declarations of the project's federated database instances.
 * @returns what cannot be declared, for people
 */
export async function nameFederationEndpoints(
  api: AtlasApi,
  projectId: string,
  instances: readonly Json[],
): Promise<string[]> {
  const endpoints = await readEndpoints(api, projectId);
  const [first] = instances;
  if (first && endpoints.length > 0) {
    first.privateEndpoints = endpoints.map(({ endpointId, provider, type }) => ({ endpointId, provider, type }));
    return [];
  }
  const why = "it is declared with a federated database instance, and there is none";
  return endpoints.map(({ endpointId }) => `private endpoint ${endpointId} for federated queries: ${why}`);
}
