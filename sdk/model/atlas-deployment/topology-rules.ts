import type { AtlasDeploymentSpec } from "../atlas-deployment";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { list, show } from "../messages";
import type { RegionConfig } from "./replication";

type Spec = AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>;
type Dedicated = NonNullable<Spec["deploymentSpec"]>;

/** Orders that regions can have (Atlas Admin API, `priority` of a region of a cluster). */
const priorities = { least: 0, most: 7 };

/** Numbers of nodes that can vote for a primary among themselves (Atlas documentation, multi-region clusters). */
const electableTotals = [3, 5, 7];

/** What Atlas would refuse of the nodes of a cluster, zone by zone. */
export function topologyFaults({ replicationSpecs = [] }: Dedicated, path: string): Fault[] {
  return replicationSpecs.flatMap(({ regionConfigs = [] }, index) => {
    const at = `${path}.replicationSpecs[${index}].regionConfigs`;
    return [...priorityFaults(regionConfigs, at), ...totalFaults(regionConfigs, at)];
  });
}

function priorityFaults(regions: readonly RegionConfig[], path: string): Fault[] {
  const { least, most } = priorities;
  const first = new Map<number, number>();
  return regions.flatMap((region, index) => {
    const { priority } = region;
    const at = `${path}[${index}].priority`;
    if (priority === undefined) return [];
    if (priority < least || priority > most) return [{ path: at, message: `must be 0 to 7, not ${priority}` }];
    if (!electable(region)) return [];
    const other = first.get(priority);
    if (other !== undefined) {
      const message = `${show(priority)} is that of item ${other} already; each region with electable nodes has its own`;
      return [{ path: at, message }];
    }
    first.set(priority, index);
    return [];
  });
}

/** The fault is that of all regions: as long as one of them is not known, nothing is said. Without any number Atlas chooses. */
function totalFaults(regions: readonly RegionConfig[], path: string): Fault[] {
  if (regions.length === 0 || regions.some(({ providerName }) => providerName === "TENANT")) return [];
  const total = regions.reduce((sum, region) => sum + electable(region), 0);
  if (total === 0 || electableTotals.includes(total)) return [];
  const allowed = list(electableTotals.map(String), "or");
  return [{ path, message: `must have ${allowed} electable nodes in all, not ${total}` }];
}

const electable = ({ electableSpecs }: RegionConfig): number => electableSpecs?.nodeCount ?? 0;

/** Settings of former servers, which are never sent. */
const formerArgs: ReadonlySet<string> = new Set(["defaultReadConcern", "failIndexKeyTooLong"]);

/** Free and Flex clusters have no settings of the server (Atlas Admin API, process arguments of clusters). */
export function processArgsFaults({ deploymentSpec, flexSpec, serverlessSpec, processArgs = {} }: Spec): Fault[] {
  if (Object.keys(processArgs).every((name) => formerArgs.has(name))) return [];
  const isFree = deploymentSpec?.replicationSpecs?.some(({ regionConfigs = [] }) =>
    regionConfigs.some(({ providerName }) => providerName === "TENANT"),
  );
  const kind = flexSpec || serverlessSpec ? "a Flex deployment" : isFree ? "a free deployment" : undefined;
  return kind === undefined ? [] : [{ path: "spec.processArgs", message: `${kind} has none: take it out` }];
}
