import type { Answer, Call, Routes } from "../call";
import type { ClusterDoc } from "../clusters/cluster-doc";
import { isObject, type JsonObject, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { clusterOf } from "./clusters";

/** What spreads a global cluster's data: locations by zone, and collections that are sharded by location. */
export const globalWriteRoutes: Routes = {
  // As upstream relies on: also clusters that are not global answer, with nothing in it.
  getGroupClusterGlobalWrites: (call) => view(clusterOf(call)),
  createGroupClusterGlobalWriteCustomZoneMapping,
  deleteGroupClusterGlobalWriteCustomZoneMapping: (call) => put(call, { ...globalOf(call), zoneMapping: {} }),
  createGroupClusterGlobalWriteManagedNamespace,
  deleteGroupClusterGlobalWriteManagedNamespaces,
};

function view({ zoneMapping = {}, managedNamespaces = [] }: ClusterDoc): Answer {
  return {
    status: 200,
    body: { customZoneMapping: zoneMapping, managedNamespaces, selfManagedSharding: false },
  };
}

function put(call: Call, cluster: ClusterDoc): Answer {
  return view(call.state.clusters.put(keyOf(cluster.groupId, cluster.name), cluster));
}

function globalOf(call: Call): ClusterDoc {
  const cluster = clusterOf(call);
  if (cluster.clusterType !== "GEOSHARDED") throw problem("INVALID_CLUSTER_CONFIGURATION");
  if (cluster.paused) throw problem("CANNOT_UPDATE_PAUSED_CLUSTER", cluster.name);
  return cluster;
}

function createGroupClusterGlobalWriteCustomZoneMapping(call: Call): Answer {
  const cluster = globalOf(call);
  const zoneMapping: Record<string, string> = { ...cluster.zoneMapping };
  for (const mapping of objectsAt(call.body, "customZoneMappings")) {
    const [location, zone] = [stringAt(mapping, "location"), stringAt(mapping, "zone")];
    if (!location) throw problem("MISSING_ATTRIBUTE", "location");
    const shard = cluster.shards.find(({ zoneName }) => zoneName === zone);
    if (!shard) throw problem("INVALID_ATTRIBUTE", "zone");
    // A location is in one zone until the whole mapping is deleted.
    if ((zoneMapping[location] ?? shard.zoneId) !== shard.zoneId) throw problem("INVALID_ATTRIBUTE", "location");
    zoneMapping[location] = shard.zoneId;
  }
  return put(call, { ...cluster, zoneMapping });
}

const nameOf = (db: unknown, collection: unknown): string => `${db}.${collection}`;

function createGroupClusterGlobalWriteManagedNamespace(call: Call): Answer {
  const cluster = globalOf(call);
  const sent: JsonObject = isObject(call.body) ? call.body : {};
  for (const field of ["db", "collection", "customShardKey"]) {
    if (!stringAt(sent, field)) throw problem("MISSING_ATTRIBUTE", field);
  }
  const before = cluster.managedNamespaces ?? [];
  const name = nameOf(sent.db, sent.collection);
  if (before.some(({ db, collection }) => nameOf(db, collection) === name)) {
    throw problem("DUPLICATE_MANAGED_NAMESPACE", name);
  }
  const filled = { isCustomShardKeyHashed: false, isShardKeyUnique: false, presplitHashedZones: false, ...sent };
  return put(call, { ...cluster, managedNamespaces: [...before, filled] });
}

function deleteGroupClusterGlobalWriteManagedNamespaces(call: Call): Answer {
  const cluster = globalOf(call);
  const before = cluster.managedNamespaces ?? [];
  const name = nameOf(call.query.get("db"), call.query.get("collection"));
  const managedNamespaces = before.filter(({ db, collection }) => nameOf(db, collection) !== name);
  if (managedNamespaces.length === before.length) throw problem("MANAGED_NAMESPACE_NOT_FOUND", name);
  return put(call, { ...cluster, managedNamespaces });
}
