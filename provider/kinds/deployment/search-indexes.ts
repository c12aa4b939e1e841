import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { same } from "../canonical";
import type { Breakage, Change, Pending } from "../contract";
import type { Part } from "./part";
import { comparable, type DeclaredIndex, declaredDefinition, withOthers } from "./search-index-definition";
import { indexStatus, type SearchIndex, specOfIndex } from "./search-index-state";
import { clusterPath, type Dedicated, type DeploymentId, type ResolvedDeployment } from "./types";

const condition = "AtlasSearchIndexesReady";
const reason = "SearchIndexesNotReady";
const path = "spec.deploymentSpec.searchIndexes";

/** What tells an index from others: a name is taken once in a collection. */
const keyOf = ({ DBName, collectionName, name }: DeclaredIndex): string => `${DBName}.${collectionName}/${name}`;
const keyThere = ({ database, collectionName, name }: SearchIndex): string => `${database}.${collectionName}/${name}`;

/**
 * Search indexes. One of a declared name is taken for the declared one; others stay unless they were declared here before. A changed
 * definition is sent whole, and the old index serves until the new one is built; an index of another type is made anew.
 */
export const searchIndexes: Part<SearchIndex[]> = {
  condition,
  operations: ["createGroupClusterSearchIndex", "updateGroupClusterSearchIndex", "deleteGroupClusterSearchIndex"],

  declared: ({ deploymentSpec }) => deploymentSpec?.searchIndexes !== undefined,

  check(desired) {
    const keys = indexesOf(desired).map(keyOf);
    return keys.flatMap((key, index) =>
      keys.indexOf(key) < index ? [{ path: `${path}[${index}].name`, message: `${key} is declared already` }] : [],
    );
  },

  async observe(api, id, _cluster, _last, options) {
    const call: AtlasCall<"listGroupClusterSearchIndexes"> = {
      operation: "listGroupClusterSearchIndexes",
      params: clusterPath(id),
    };
    return (await api.send(call, options)).map(observed);
  },

  plan({ desired, owned, observed: there = [], id }) {
    const declared = indexesOf(desired);
    const known = new Map(there.map((index) => [keyThere(index), index]));
    const kept = new Set(declared.map(keyOf));
    const ours = new Set(indexesOf(owned).map(keyOf));
    const living = there.filter((index) => !kept.has(keyThere(index)) && index.status !== "DELETING");
    const foreign = living.filter((index) => !ours.has(keyThere(index))).map(keyThere);
    const steps = declared.map((index) => place(index, known.get(keyOf(index)), id));
    const now = [
      ...steps.flatMap(({ changes }) => changes),
      ...living.filter((index) => ours.has(keyThere(index))).map((index) => removal(index, id)),
    ];
    // What comes after a deletion waits for it; all else is sent at once, and then waited for together.
    const later = steps.flatMap(({ later }) => later);
    const pending = now.length > 0 ? undefined : progress(declared, known, id);
    return {
      changes: [...now, ...later],
      pending,
      broken: declared.flatMap((index) => breakage(known.get(keyOf(index)))),
      notes:
        desired.deploymentSpec?.searchIndexes && foreign.length > 0
          ? [`left alone, as this object does not declare them: search indexes ${foreign.join(", ")}`]
          : [],
    };
  },

  async apply(api, { action, call }, state = [], options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return state.map((index) => (index.id === call.params?.indexId ? { ...index, status: "DELETING" } : index));
    }
    const answer = observed(await api.send(call as AtlasCall<"createGroupClusterSearchIndex">, options));
    return [...state.filter(({ id }) => id !== answer.id), answer];
  },

  claimUnsure(desired, previous) {
    if (!desired.deploymentSpec) return desired;
    const both = [...indexesOf(previous), ...indexesOf(desired)];
    const byKey = new Map(both.map((index) => [keyOf(index), index]));
    return { ...desired, deploymentSpec: { ...desired.deploymentSpec, searchIndexes: [...byKey.values()] } };
  },

  status: (indexes) => ({ searchIndexes: indexes.map(indexStatus) }),

  toSpec(indexes): { deploymentSpec?: Partial<Dedicated> } {
    const living = indexes.filter(({ status }) => status !== "DELETING");
    return living.length > 0 ? { deploymentSpec: { searchIndexes: living.map(specOfIndex) } } : {};
  },
};

const indexesOf = (spec: ResolvedDeployment | undefined): DeclaredIndex[] => spec?.deploymentSpec?.searchIndexes ?? [];

function observed(answer: ResponseBody<"createGroupClusterSearchIndex">): SearchIndex {
  const { indexID = "", name = "", database = "", collectionName = "", type = "search", status = "PENDING" } = answer;
  const message = answer.statusDetail?.map(({ mainIndex }) => mainIndex?.message).find((text) => text);
  const definition = { ...answer.latestDefinition };
  return { id: indexID, name, database, collectionName, type, status, definition, ...(message && { message }) };
}

/** What a declared index needs: at once, and after what was there is gone. */
function place(index: DeclaredIndex, before: SearchIndex | undefined, id: DeploymentId) {
  if (!before) return { changes: [creation(index, id)], later: [] };
  if (before.status === "DELETING") return { changes: [], later: [creation(index, id)] };
  if (before.type !== index.type) return { changes: [removal(before, id)], later: [creation(index, id)] };
  const definition = declaredDefinition(index);
  const [to, from] = [definition, before.definition].map((one) => comparable(index.type, one));
  if (same(to, from)) return { changes: [], later: [] };
  return { changes: [update(index, before, id)], later: [] };
}

function progress(
  declared: DeclaredIndex[],
  known: ReadonlyMap<string, SearchIndex>,
  id: DeploymentId,
): Pending | undefined {
  const unready = declared.filter((index) =>
    ["PENDING", "BUILDING", "DELETING"].includes(known.get(keyOf(index))?.status ?? "READY"),
  );
  if (unready.length === 0) return undefined;
  const message = `search indexes of deployment ${id.name} are being built: ${unready.map(keyOf).join(", ")}`;
  return { condition, reason, message, retryAfterMs: 10_000 };
}

function breakage(index: SearchIndex | undefined): Breakage[] {
  if (index?.status !== "FAILED" && index?.status !== "STALE") return [];
  const what = index.status === "FAILED" ? "could not be built" : "is stale: Atlas no longer keeps it up to date";
  const message = `search index ${keyThere(index)} ${what}${index.message ? `: ${index.message}` : ""}`;
  return [{ condition, reason, message }];
}

const part = { scope: "part", condition, reason } as const;

function creation(index: DeclaredIndex, id: DeploymentId): Change {
  const { name, DBName, collectionName, type } = index;
  const definition = declaredDefinition(index);
  // The contract knows definitions as empty objects.
  const body = {
    name,
    database: DBName,
    collectionName,
    type,
    definition,
  } as RequestBody<"createGroupClusterSearchIndex">;
  const call: AtlasCall = { operation: "createGroupClusterSearchIndex", params: clusterPath(id), body };
  const description = `create search index ${keyOf(index)} of deployment ${id.name}`;
  return { ...part, action: "create", description, call, differences: [{ path: at(name), to: definition }] };
}

function update(index: DeclaredIndex, before: SearchIndex, id: DeploymentId): Change {
  const definition = withOthers(index.type, declaredDefinition(index), before.definition);
  const body = { definition } as RequestBody<"updateGroupClusterSearchIndex">;
  const call: AtlasCall = { operation: "updateGroupClusterSearchIndex", params: indexPath(before, id), body };
  const description = `change search index ${keyOf(index)} of deployment ${id.name}`;
  const differences = [{ path: at(index.name), from: before.definition, to: definition }];
  return { ...part, action: "update", description, call, differences };
}

function removal(index: SearchIndex, id: DeploymentId): Change {
  const call: AtlasCall = { operation: "deleteGroupClusterSearchIndex", params: indexPath(index, id) };
  const description = `delete search index ${keyThere(index)} of deployment ${id.name}`;
  return {
    ...part,
    action: "delete",
    description,
    call,
    differences: [{ path: at(index.name), from: index.definition }],
  };
}

const at = (name: string): string => `${path}[${name}]`;
const indexPath = (index: SearchIndex, id: DeploymentId) => ({ ...clusterPath(id), indexId: index.id });
