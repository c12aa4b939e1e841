import type { AtlasClusterSpec } from "../atlas-cluster";
import { deploymentClaim } from "../atlas-deployment/claims";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** A cluster claims the name of the deployment that it is, in whichever of its generations. */
export const claims = (spec: AtlasClusterSpec | Resolved<AtlasClusterSpec>): Claim[] => [
  ...deploymentClaim("spec.name", spec.name),
  ...deploymentClaim("spec.clusterSpec.name", spec.clusterSpec?.name),
  ...deploymentClaim("spec.advancedClusterSpec.name", spec.advancedClusterSpec?.name),
];
