import type { AtlasDeploymentSpec } from "../atlas-deployment";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { geoFaults } from "./geo-rules";
import { processArgsFaults, topologyFaults } from "./topology-rules";

/** What Atlas would refuse of a deployment. */
export function strictCheck(spec: AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>): Fault[] {
  const { deploymentSpec: dedicated } = spec;
  const path = "spec.deploymentSpec";
  return [
    ...(dedicated ? [...topologyFaults(dedicated, path), ...geoFaults(dedicated, path)] : []),
    ...processArgsFaults(spec),
  ];
}
