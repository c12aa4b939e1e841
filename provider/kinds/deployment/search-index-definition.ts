import type { SpecOf } from "../../../sdk/model";
import type { JsonObject } from "../../../sdk/model/json-object";
import { asSet } from "../canonical";
import type { Dedicated } from "./types";

export type DeclaredIndex = NonNullable<Dedicated["searchIndexes"]>[number];
type Config = SpecOf<"AtlasSearchIndexConfig">;

/** Fields of a definition that a declaration speaks for, absent ones included. Others are kept as they are in Atlas. */
const managed: Record<DeclaredIndex["type"], readonly string[]> = {
  search: ["analyzer", "analyzers", "mappings", "searchAnalyzer", "storedSource", "synonyms"],
  vectorSearch: ["fields"],
};

/** What a declaration makes of an index, as Atlas takes it. */
export function declaredDefinition({ type, search, vectorSearch }: DeclaredIndex): JsonObject {
  if (type === "vectorSearch") return { fields: vectorSearch?.fields ?? [] };
  const config: Config = search?.searchConfigurationRef.spec ?? {};
  const { analyzer, analyzers, searchAnalyzer, storedSource } = config;
  const synonyms = search?.synonyms;
  return {
    mappings: { ...search?.mappings },
    ...(analyzer !== undefined && { analyzer }),
    ...(analyzers && analyzers.length > 0 && { analyzers }),
    ...(searchAnalyzer !== undefined && { searchAnalyzer }),
    ...(storedSource !== undefined && { storedSource }),
    ...(synonyms && synonyms.length > 0 && { synonyms }),
  };
}

/** The declared definition with what Atlas has beside it and no declaration can say (partitions, type sets, sorting). */
export function withOthers(type: DeclaredIndex["type"], declared: JsonObject, observed: JsonObject): JsonObject {
  const others = Object.entries(observed).filter(([field]) => !managed[type].includes(field));
  return { ...Object.fromEntries(others), ...declared };
}

/**
 * A definition in the form both sides are compared in: without what says the default, lists whose order means nothing as sets. Filters
 * of an analyzer keep their order: they are applied in it.
 */
export function comparable(type: string, definition: JsonObject): JsonObject {
  const { analyzer, searchAnalyzer, storedSource, mappings, analyzers, synonyms, fields } = definition;
  if (type === "vectorSearch") return { fields: asSet(list(fields).map(withoutQuantization)) };
  return {
    ...(analyzer !== standard && { analyzer }),
    ...(searchAnalyzer !== standard && { searchAnalyzer }),
    ...(storedSource !== false && { storedSource: unordered(storedSource) }),
    mappings: comparableMappings(mappings),
    analyzers: asSet(list(analyzers).map(comparableAnalyzer)),
    synonyms: asSet(list(synonyms)),
  };
}

const standard = "lucene.standard";

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields may have several types, in any order. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return asSet(value.map(unordered));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unordered(inner)]));
}

function comparableMappings(value: unknown): JsonObject {
  const { dynamic, fields } = isObject(value) ? value : {};
  const mapped = isObject(fields) && Object.keys(fields).length > 0;
  return { ...(dynamic !== false && { dynamic }), ...(mapped && { fields: unordered(fields) }) };
}

function comparableAnalyzer(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { charFilters, tokenFilters, ...rest } = value;
  return { ...rest, charFilters: list(charFilters), tokenFilters: list(tokenFilters) };
}

function withoutQuantization(value: unknown): unknown {
  if (!isObject(value) || value.quantization !== "none") return value;
  const { quantization: _none, ...rest } = value;
  return rest;
}
