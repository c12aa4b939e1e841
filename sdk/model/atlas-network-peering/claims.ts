import type { AtlasNetworkPeeringSpec } from "../atlas-network-peering";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";
import { ownNetworkFields } from "./own-network";

/**
 * A peering of a project with a network of one's own, wherever it is declared. Azure does not mind the case of names.
 * @param network The network, in the field names of the Atlas Admin API.
 */
export function peeringClaim(
  provider: string,
  network: object,
  within: "itself" | "project",
): Omit<Claim, "path"> | undefined {
  const fields: readonly string[] = provider in ownNetworkFields ? ownNetworkFields[provider as "AWS"] : [];
  const parts = fields.map((field): unknown => Reflect.get(network, field));
  const named = parts.filter((part): part is string => typeof part === "string" && part !== "");
  if (named.length < Math.max(fields.length, 1)) return undefined;
  const name = `${provider} ${named.join("/")}`;
  return { thing: "network peering", name, key: name.toLowerCase(), within };
}

/** A peering claims one's own network for one network of Atlas: it may be peered with several. */
export function claims(spec: AtlasNetworkPeeringSpec | Resolved<AtlasNetworkPeeringSpec>): Claim[] {
  const { provider, containerRef, awsConfiguration, azureConfiguration: azure, gcpConfiguration } = spec;
  const network = { ...awsConfiguration, ...azure, ...gcpConfiguration, vnetName: azure?.vNetName };
  const claim = peeringClaim(provider, network, "project");
  if (!claim || !containerRef) return [];
  return [{ path: "spec", ...claim, apart: { kind: "AtlasNetworkContainer", reference: containerRef } }];
}
