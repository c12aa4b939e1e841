import type { AtlasDeploymentSpec } from "../atlas-deployment";
import { repetitions } from "../contradictions";
import type { Fault } from "../errors";
import { repeatedLabels } from "../key-value-advice";
import type { Resolved } from "../markers";
import { namespaceName } from "./geo-rules";

/** What may be a mistake in a deployment. */
export function advise({ deploymentSpec }: AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>): Fault[] {
  const path = "spec.deploymentSpec";
  return [
    ...repeatedLabels(deploymentSpec?.labels, `${path}.labels`),
    ...repetitions(`${path}.managedNamespaces`, deploymentSpec?.managedNamespaces ?? [], namespaceName),
  ];
}
