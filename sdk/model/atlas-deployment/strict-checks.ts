import type { AtlasDeploymentSpec } from "../atlas-deployment";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { geoFaults } from "./geo-rules";

/** What Atlas would refuse of a deployment. */
export const strictCheck = ({ deploymentSpec }: AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>): Fault[] =>
  deploymentSpec ? geoFaults(deploymentSpec, "spec.deploymentSpec") : [];
