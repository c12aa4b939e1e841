import type { StatusOf } from "../../../sdk/model";
import type { JsonObject } from "../../../sdk/model/json-object";
import type { DeclaredIndex } from "./search-index-definition";

/** A search index as Atlas shows it. */
export interface SearchIndex {
  id: string;
  name: string;
  database: string;
  collectionName: string;
  type: "search" | "vectorSearch";
  /** `PENDING`, `BUILDING`, `READY`, `FAILED`, `STALE` or `DELETING`. */
  status: string;
  /** What Atlas says of its state, of the first host that says anything. */
  message?: string;
  definition: JsonObject;
}

type IndexStatus = NonNullable<StatusOf<"AtlasDeployment">["searchIndexes"]>[number];

/** An index in upstream's words. */
export function indexStatus({ id, name, status, message }: SearchIndex): IndexStatus {
  const failed = status === "FAILED" || status === "STALE";
  const word = status === "READY" ? "Ready" : failed ? "Error" : "InProgress";
  return { name, ID: id, status: word, message: message ?? `Atlas index status: ${status}` };
}

/** The declaration of an index; its configuration stands for what several indexes may share. */
export function specOfIndex(index: SearchIndex): DeclaredIndex {
  const { name, database: DBName, collectionName, type, definition } = index;
  const common = { name, DBName, collectionName, type };
  const { mappings, analyzer, analyzers, searchAnalyzer, storedSource, synonyms, fields } = definition;
  if (type === "vectorSearch") return { ...common, vectorSearch: { fields } } as DeclaredIndex;
  const config = { analyzer, analyzers, searchAnalyzer, storedSource };
  const spec = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const search = { mappings, searchConfigurationRef: { id: "", spec }, ...(synonyms !== undefined && { synonyms }) };
  // Atlas's words are wider than the model's.
  return { ...common, search } as DeclaredIndex;
}
