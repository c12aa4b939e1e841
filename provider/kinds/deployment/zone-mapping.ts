import type { AtlasCall } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import type { Change, Difference } from "../contract";
import type { ObservedCluster } from "./cluster";
import type { Part } from "./part";
import { declaredShards } from "./shards";
import { clusterPath, type DeploymentId, type ResolvedDeployment } from "./types";

/** Which zone of a global cluster each location is sent to. */
export interface ZoneMapping {
  /** Zone ids by location: zones may be renamed. */
  zones: Record<string, string>;
  /** Mappings that were made elsewhere and taken out with ours, to be put back: Atlas takes out all at once. */
  removed?: Record<string, string>;
}

const condition = "CustomZoneMappingReady";
const path = "spec.deploymentSpec.customZoneMapping";

/**
 * Locations of a global cluster. New ones are added. Where one changes or goes, Atlas can only forget all of them at once: they are all
 * taken out and put back, those from elsewhere included.
 */
export const zoneMapping: Part<ZoneMapping> = {
  condition,
  operations: ["createGroupClusterGlobalWriteCustomZoneMapping", "deleteGroupClusterGlobalWriteCustomZoneMapping"],

  declared: ({ deploymentSpec }) => deploymentSpec?.customZoneMapping !== undefined,

  check({ deploymentSpec: spec = { name: "" } }) {
    const mappings = spec.customZoneMapping ?? [];
    if (mappings.length > 0 && spec.clusterType !== "GEOSHARDED") {
      return [{ path, message: "may only be given when clusterType is GEOSHARDED" }];
    }
    const zones = [...new Set(declaredShards(spec).map(({ zoneName }) => zoneName))];
    return mappings.flatMap(({ zone }, index) => {
      const message = `${zone} is none of the zones of replicationSpecs: ${zones.join(", ")}`;
      return zones.includes(zone) ? [] : [{ path: `${path}[${index}].zone`, message }];
    });
  },

  async observe(api, id, { settings }, last, options) {
    if (settings.clusterType !== "GEOSHARDED") return undefined;
    const call: AtlasCall<"getGroupClusterGlobalWrites"> = {
      operation: "getGroupClusterGlobalWrites",
      params: clusterPath(id),
    };
    const { zones } = observed(await api.send(call, options));
    const left = Object.entries(last?.removed ?? {}).filter(([location]) => !(location in zones));
    return { zones, ...(left.length > 0 && { removed: Object.fromEntries(left) }) };
  },

  plan({ desired, owned, observed = { zones: {} }, cluster, id }) {
    const there = named(observed.zones, cluster);
    const wanted = declaredZones(desired);
    const ours = declaredZones(owned);
    const stale = [...there].filter(([location, zone]) =>
      wanted.has(location) ? wanted.get(location) !== zone : ours.has(location),
    );
    const foreign = [...there].filter(([location]) => !wanted.has(location) && !ours.has(location));
    const lost = [...named(observed.removed ?? {}, cluster)].filter(([location]) => !wanted.has(location));
    const missing = [...wanted].filter(([location]) => !there.has(location));
    const names = [...foreign, ...lost].map(([location]) => location).join(", ");
    if (stale.length > 0) {
      const back = new Map([...foreign, ...wanted]);
      return {
        changes: [removal(stale, wanted, foreign, id), ...(back.size > 0 ? [addition([...back], [], id)] : [])],
        notes: names ? [`taken out and put back, as Atlas takes out all at once: zone mappings of ${names}`] : [],
      };
    }
    const add = [...lost, ...missing];
    const kept = desired.deploymentSpec?.customZoneMapping && foreign.length > 0;
    return {
      changes: add.length > 0 ? [addition(add, missing, id)] : [],
      notes: kept ? [`left alone, as this object does not declare them: zone mappings ${names}`] : [],
    };
  },

  async apply(api, { action, call, note = "" }, state, options) {
    const answer = observed(
      await api.send(call as AtlasCall<"deleteGroupClusterGlobalWriteCustomZoneMapping">, options),
    );
    if (action !== "delete" || !note) return answer;
    const foreign = new Set(note.split(separator));
    const removed = Object.entries(state?.zones ?? {}).filter(([location]) => foreign.has(location));
    return { ...answer, removed: Object.fromEntries(removed) };
  },

  claimUnsure(desired, previous) {
    const both = new Map([...declaredZones(previous), ...declaredZones(desired)]);
    if (!desired.deploymentSpec) return desired;
    const customZoneMapping = [...both].map(([location, zone]) => ({ location, zone }));
    return { ...desired, deploymentSpec: { ...desired.deploymentSpec, customZoneMapping } };
  },

  status: ({ zones }) => ({ customZoneMapping: { customZoneMapping: zones, zoneMappingState: "READY" } }),

  toSpec({ zones }, cluster) {
    const customZoneMapping = [...named(zones, cluster)].map(([location, zone]) => ({ location, zone }));
    return customZoneMapping.length > 0 ? { deploymentSpec: { customZoneMapping } } : {};
  },
};

const observed = ({ customZoneMapping = {} }: ResponseBody<"getGroupClusterGlobalWrites">): ZoneMapping => ({
  zones: { ...customZoneMapping },
});

const declaredZones = (spec: ResolvedDeployment | undefined): Map<string, string> =>
  new Map((spec?.deploymentSpec?.customZoneMapping ?? []).map(({ location, zone }) => [location, zone]));

/** Zone names by location; a zone that is no more keeps its id. */
function named(zones: Record<string, string>, cluster: ObservedCluster | undefined): Map<string, string> {
  return new Map(Object.entries(zones).map(([location, id]) => [location, cluster?.zones[id] ?? id]));
}

function addition(zones: [string, string][], fresh: [string, string][], id: DeploymentId): Change {
  const call: AtlasCall = {
    operation: "createGroupClusterGlobalWriteCustomZoneMapping",
    params: clusterPath(id),
    body: { customZoneMappings: zones.map(([location, zone]) => ({ location, zone })) },
  };
  const description = `map locations of deployment ${id.name}: ${zones.map((pair) => pair.join(" to ")).join(", ")}`;
  const differences = fresh.map(([location, to]): Difference => ({ path: `${path}[${location}]`, to }));
  return { ...part, action: "create", description, call, differences };
}

function removal(
  stale: [string, string][],
  wanted: Map<string, string>,
  foreign: [string, string][],
  id: DeploymentId,
): Change {
  const call: AtlasCall = {
    operation: "deleteGroupClusterGlobalWriteCustomZoneMapping",
    params: clusterPath(id),
  };
  const description = `take out the zone mappings of deployment ${id.name}`;
  const differences = stale.map(([location, from]): Difference => {
    const to = wanted.get(location);
    return { path: `${path}[${location}]`, from, ...(to !== undefined && { to }) };
  });
  const note = foreign.map(([location]) => location).join(separator);
  return { ...part, action: "delete", description, call, differences, ...(note && { note }) };
}

/** Between locations in a note: no ISO 3166 code has one. */
const separator = ",";
const part = { scope: "part", condition, reason: condition } as const;
