import type { AtlasDeploymentSpec } from "../atlas-deployment";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { list } from "../messages";

type Spec = AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>;

/** The zones of a cluster, of today or of former releases. */
interface Zones {
  replicationSpecs?: readonly {
    regionConfigs?: readonly { providerName?: string; priority?: number; electableSpecs?: { nodeCount?: number } }[];
  }[];
}

/** Orders that regions can have (Atlas Admin API, `priority` of a region of a cluster). */
const priorities = { least: 0, most: 7 };

/** Numbers of nodes that can vote for a primary among themselves (Atlas documentation, multi-region clusters). */
const electableTotals = [3, 5, 7];

/** A region of a zone, as far as its nodes vote. */
export interface VotingRegion {
  /** Where it is declared. */
  path: string;
  priority?: number;
  /** Number of nodes that can become primary. */
  electable: number;
}

/** What Atlas would refuse of the nodes of a cluster, zone by zone. */
export function topologyFaults({ replicationSpecs = [] }: Zones, path: string): Fault[] {
  return replicationSpecs.flatMap(({ regionConfigs = [] }, index) => {
    if (regionConfigs.some(({ providerName }) => providerName === "TENANT")) return [];
    const at = `${path}.replicationSpecs[${index}].regionConfigs`;
    const regions = regionConfigs.map(({ priority, electableSpecs }, place) => ({
      path: `${at}[${place}]`,
      priority,
      electable: electableSpecs?.nodeCount ?? 0,
    }));
    return votingFaults(regions, at);
  });
}

/** What Atlas would refuse of the regions of one zone. `path` is where all of them are declared. */
export function votingFaults(regions: readonly VotingRegion[], path: string): Fault[] {
  return [...priorityFaults(regions), ...totalFaults(regions, path)];
}

function priorityFaults(regions: readonly VotingRegion[]): Fault[] {
  const { least, most } = priorities;
  const first = new Map<number, string>();
  return regions.flatMap(({ path, priority, electable }) => {
    const at = `${path}.priority`;
    if (priority === undefined) return [];
    if (priority < least || priority > most) return [{ path: at, message: `must be 0 to 7, not ${priority}` }];
    if (electable === 0) return [];
    const other = first.get(priority);
    if (other === undefined) {
      first.set(priority, path);
      return [];
    }
    const message = `${priority} is that of ${other} already; each region with electable nodes has its own`;
    return [{ path: at, message }];
  });
}

/** The fault is that of all regions: as long as one of them is not known, nothing is said. Without any number Atlas chooses. */
function totalFaults(regions: readonly VotingRegion[], path: string): Fault[] {
  const total = regions.reduce((sum, { electable }) => sum + electable, 0);
  if (total === 0 || electableTotals.includes(total)) return [];
  const allowed = list(electableTotals.map(String), "or");
  return [{ path, message: `must have ${allowed} electable nodes in all, not ${total}` }];
}

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
