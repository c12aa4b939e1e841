import type { AtlasClusterSpec, PlainClusterSettings } from "../atlas-cluster";
import { topologyFaults, votingFaults } from "../atlas-deployment/topology-rules";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

/** What Atlas would refuse of a cluster of former releases. */
export function strictCheck(spec: AtlasClusterSpec | Resolved<AtlasClusterSpec>): Fault[] {
  const { providerSettings, clusterSpec, advancedClusterSpec: advanced } = spec;
  return [
    ...(providerSettings ? regionFaults(spec, "spec") : []),
    ...(clusterSpec ? regionFaults(clusterSpec, "spec.clusterSpec") : []),
    ...(advanced ? topologyFaults(advanced, "spec.advancedClusterSpec") : []),
  ];
}

function regionFaults({ replicationSpecs = [] }: PlainClusterSettings, path: string): Fault[] {
  return replicationSpecs.flatMap(({ regionsConfig = {} }, index) => {
    const at = `${path}.replicationSpecs[${index}].regionsConfig`;
    const regions = Object.entries(regionsConfig).map(([name, { priority, electableNodes = 0 }]) => ({
      path: `${at}.${name}`,
      priority,
      electable: electableNodes,
    }));
    return votingFaults(regions, at);
  });
}
