import type { AtlasNetworkContainerSpec } from "../atlas-network-container";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";
import { regionKey } from "../regions";

/** A network claims its region, and on Google Cloud all of them: there is one in a project. */
export function claims({
  provider,
  region = "",
}: AtlasNetworkContainerSpec | Resolved<AtlasNetworkContainerSpec>): Claim[] {
  if (provider === undefined || (provider !== "GCP" && region === "")) return [];
  const name = `${provider} ${region}`.trim();
  const key = provider === "GCP" ? provider : `${provider} ${regionKey(region)}`;
  return [{ path: "spec.provider", thing: "network container", name, key, within: "project" }];
}
