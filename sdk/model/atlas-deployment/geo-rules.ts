import type { AtlasDeploymentSpec } from "../atlas-deployment";
import { contradictions } from "../contradictions";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { list, show } from "../messages";
import type { ManagedNamespace } from "./geo";

type Dedicated = NonNullable<(AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>)["deploymentSpec"]>;

/** A collection as people write it. */
export const namespaceName = ({ db, collection }: ManagedNamespace): string => `${db}.${collection}`;

/** What Atlas would refuse of a global cluster: a collection spread in two ways, locations in zones that are not there. */
export function geoFaults(dedicated: Dedicated, path: string): Fault[] {
  const { replicationSpecs = [], managedNamespaces = [], customZoneMapping = [] } = dedicated;
  const zones = replicationSpecs.flatMap(({ zoneName }) => zoneName || []);
  // A zone without a name, or whose name is not known yet, may be any.
  const named = zones.length > 0 && zones.length === replicationSpecs.length;
  const strange = named ? customZoneMapping.filter(({ zone }) => !zones.includes(zone)) : [];
  return [
    ...contradictions(`${path}.managedNamespaces`, managedNamespaces, namespaceName),
    ...strange.map((mapping) => ({
      path: `${path}.customZoneMapping[${customZoneMapping.indexOf(mapping)}].zone`,
      message: `${show(mapping.zone)} is no zone of replicationSpecs, which has ${list(zones, "and")}`,
    })),
  ];
}
