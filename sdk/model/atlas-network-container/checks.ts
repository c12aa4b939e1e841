import type { AtlasNetworkContainerSpec } from "../atlas-network-container";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

/** Rules of a network that its schema cannot say: Atlas chooses addresses on AWS only. */
export function check(spec: AtlasNetworkContainerSpec | Resolved<AtlasNetworkContainerSpec>): Fault[] {
  const { provider, region, cidrBlock, id } = spec;
  const faults: Fault[] = [];
  if (provider === "GCP" && region !== undefined) {
    faults.push({ path: "spec.region", message: "must not be given for GCP, where a network spans all regions" });
  }
  if (provider !== "GCP" && region === undefined) {
    faults.push({ path: "spec.region", message: `is required for ${provider}` });
  }
  if (cidrBlock === undefined && id === undefined && provider !== "AWS") {
    faults.push({ path: "spec.cidrBlock", message: `is required for ${provider}, unless id names a network` });
  }
  return faults;
}
