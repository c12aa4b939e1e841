import type { Answer, Call, Routes } from "../call";
import type { ClusterDoc, SearchIndexDoc } from "../clusters/cluster-doc";
import { indexesOf, indexView } from "../clusters/search-index";
import { objectAt, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { clusterOf } from "./clusters";

/** Indexes of Atlas Search. */
export const searchIndexRoutes: Routes = {
  listGroupClusterSearchIndexes: (call) => {
    const cluster = clusterOf(call);
    return { status: 200, body: indexesOf(call, cluster).map((index) => indexView(call, cluster, index)) };
  },
  listGroupClusterSearchIndex: (call) => {
    const cluster = clusterOf(call);
    const { databaseName, collectionName } = call.params;
    const mine = indexesOf(call, cluster).filter(
      (index) => index.database === databaseName && index.collectionName === collectionName,
    );
    return { status: 200, body: mine.map((index) => indexView(call, cluster, index)) };
  },
  createGroupClusterSearchIndex,
  getGroupClusterSearchIndex: (call) => {
    const cluster = clusterOf(call);
    return { status: 200, body: indexView(call, cluster, found(call, cluster)) };
  },
  updateGroupClusterSearchIndex,
  deleteGroupClusterSearchIndex: (call) => {
    const cluster = clusterOf(call);
    const index = found(call, cluster);
    put(call, cluster, { ...index, deletedAt: index.deletedAt ?? call.clock.now() });
    return { status: 204 };
  },
};

function found(call: Call, cluster: ClusterDoc): SearchIndexDoc {
  const { indexId = "" } = call.params;
  const index = indexesOf(call, cluster).find(({ id }) => id === indexId);
  if (!index) throw problem("ATLAS_FTS_INDEX_NOT_FOUND", indexId);
  return index;
}

function put(call: Call, cluster: ClusterDoc, index: SearchIndexDoc): void {
  const others = indexesOf(call, cluster).filter(({ id }) => id !== index.id);
  const searchIndexes = [...others, index];
  call.state.clusters.put(keyOf(cluster.groupId, cluster.name), { ...cluster, searchIndexes });
}

function createGroupClusterSearchIndex(call: Call): Answer {
  const cluster = clusterOf(call);
  if (cluster.paused) throw problem("CANNOT_UPDATE_PAUSED_CLUSTER", cluster.name);
  const required = (name: string): string => {
    const value = stringAt(call.body, name);
    if (!value) throw problem("MISSING_ATTRIBUTE", name);
    return value;
  };
  const [name, database, collectionName] = [required("name"), required("database"), required("collectionName")];
  const same = (index: SearchIndexDoc) =>
    index.name === name && index.database === database && index.collectionName === collectionName;
  if (indexesOf(call, cluster).some(same)) throw problem("ATLAS_FTS_DUPLICATE_INDEX");
  const index: SearchIndexDoc = {
    id: call.ids.objectId(),
    name,
    database,
    collectionName,
    type: stringAt(call.body, "type") ?? "search",
    definition: definitionOf(call),
    version: 0,
    changedAt: call.clock.now(),
  };
  put(call, cluster, index);
  return { status: 201, body: indexView(call, cluster, index, true) };
}

function updateGroupClusterSearchIndex(call: Call): Answer {
  const cluster = clusterOf(call);
  if (cluster.paused) throw problem("CANNOT_UPDATE_PAUSED_CLUSTER", cluster.name);
  const before = found(call, cluster);
  const changedAt = call.clock.now();
  const index = { ...before, definition: definitionOf(call), version: before.version + 1, changedAt };
  put(call, cluster, index);
  return { status: 200, body: indexView(call, cluster, index) };
}

function definitionOf(call: Call) {
  const definition = objectAt(call.body, "definition");
  const names = objectsAt(definition, "analyzers").map((analyzer) => stringAt(analyzer, "name"));
  if (new Set(names).size < names.length) throw problem("ATLAS_FTS_ANALYZER_NAME_NOT_UNIQUE");
  return definition;
}
