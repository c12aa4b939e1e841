import type { Call } from "../call";
import { atlasTime } from "../clock";
import { type Json, type JsonObject, objectAt, objectsAt, stringAt } from "../json";
import type { ClusterDoc, SearchIndexDoc } from "./cluster-doc";
import { DURATION } from "./lifecycle";

/** Indexes there are; those that were deleted stay until the nodes have dropped them. */
export function indexesOf(call: Call, { searchIndexes = [] }: ClusterDoc): SearchIndexDoc[] {
  const now = call.clock.now();
  return searchIndexes.filter(
    ({ deletedAt }) => deletedAt === undefined || deletedAt + DURATION.deleteSearchIndex > now,
  );
}

/** An index as the service shows it: queued, built, and then there, or failed where it can never be built. */
export function indexView(call: Call, cluster: ClusterDoc, index: SearchIndexDoc, fresh = false): JsonObject {
  const status = statusOf(index, call.clock.now());
  const message = unknownAnalyzer(index);
  const latestDefinitionVersion = fresh
    ? { version: index.version }
    : { createdAt: atlasTime(index.changedAt), version: index.version };
  const queryable = status === "READY";
  const hostname = `${cluster.name.toLowerCase()}-shard-00-00.${cluster.hostWord}.mongodb.test`;
  const mainIndex = {
    definition: index.definition,
    definitionVersion: latestDefinitionVersion,
    ...(status === "FAILED" && { message }),
    queryable,
    status,
  };
  return {
    collectionName: index.collectionName,
    database: index.database,
    indexID: index.id,
    latestDefinition: index.definition,
    latestDefinitionVersion,
    name: index.name,
    queryable,
    status,
    ...(status !== "PENDING" && { statusDetail: [{ hostname, mainIndex, queryable, status }] }),
    type: index.type,
  };
}

function statusOf(index: SearchIndexDoc, now: number): string {
  if (index.deletedAt !== undefined) return "DELETING";
  const age = now - index.changedAt;
  if (age < DURATION.pendingSearchIndex) return "PENDING";
  if (unknownAnalyzer(index) !== undefined) return "FAILED";
  return age < DURATION.pendingSearchIndex + DURATION.buildSearchIndex ? "BUILDING" : "READY";
}

/** Why an index can never be built: it names an analyzer that neither the service nor its definition has. */
function unknownAnalyzer({ definition }: SearchIndexDoc): string | undefined {
  const own = new Set(objectsAt(definition, "analyzers").map((analyzer) => stringAt(analyzer, "name")));
  const named = analyzersIn(objectAt(objectAt(definition, "mappings"), "fields"));
  const unknown = named.find((name) => !name.startsWith("lucene.") && !own.has(name));
  return unknown === undefined ? undefined : `Invalid definition: analyzer ${unknown} does not exist`;
}

function analyzersIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(analyzersIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    /^(?:searchA|a)nalyzer$/.test(name) && typeof member === "string" ? [member] : analyzersIn(member),
  );
}
