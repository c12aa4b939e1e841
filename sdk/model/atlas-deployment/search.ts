import type { JsonObject } from "../json-object";
import type { EmbeddedRef } from "../markers";

/** Nodes of their own for search. */
export interface SearchNode {
  /** Size of each node: `S20_HIGHCPU_NVME`, `S30_LOWCPU_NVME`. */
  instanceSize?: string;
  /**
   * Number of nodes.
   * @asType integer
   * @minimum 2
   * @maximum 32
   */
  nodeCount?: number;
}

/** An Atlas Search index. */
export interface SearchIndex {
  /** Name of the index. Unique within the deployment. */
  name: string;
  /** Database of the indexed collection. */
  DBName: string;
  /** Collection to index. */
  collectionName: string;
  /** Full-text index (`search`) or index of vectors (`vectorSearch`). */
  type: "search" | "vectorSearch";
  /** Definition of a full-text index. */
  search?: FullTextIndex;
  /** Definition of an index of vectors. */
  vectorSearch?: VectorIndex;
}

/** Definition of a full-text index. */
export interface FullTextIndex {
  /** Which fields are indexed, and how. */
  mappings: SearchMappings;
  /** Analyzers and storage of the index, which several indexes can share. */
  searchConfigurationRef: EmbeddedRef<"AtlasSearchIndexConfig">;
  /** Synonyms that the index knows. */
  synonyms?: SearchSynonyms[];
}

/** Which fields are indexed, and how. */
export interface SearchMappings {
  /**
   * Whether fields without a mapping are indexed by their type; or an object with the type set to use.
   * @preserveUnknownFields
   */
  dynamic?: boolean | JsonObject;
  /**
   * Mapping per field, in the syntax of Atlas Search.
   * @preserveUnknownFields
   */
  fields?: JsonObject;
}

/** One set of synonyms. */
export interface SearchSynonyms {
  /** Name that queries use. */
  name: string;
  /** Analyzer that is applied to the synonyms: the one of the fields they are used with. */
  analyzer: SearchAnalyzer;
  /** Where the synonyms are kept. */
  source: SynonymSource;
}

/** Where synonyms are kept. */
export interface SynonymSource {
  /** Collection, in the database of the index. */
  collection: string;
}

/** Definition of an index of vectors. */
export interface VectorIndex {
  /**
   * Vector and filter fields, in the syntax of Atlas Vector Search.
   * @preserveUnknownFields
   */
  fields: JsonObject[];
}

/** Analyzers that Atlas Search has for synonyms. */
export type SearchAnalyzer =
  | "lucene.standard"
  | "lucene.simple"
  | "lucene.whitespace"
  | "lucene.keyword"
  | "lucene.arabic"
  | "lucene.armenian"
  | "lucene.basque"
  | "lucene.bengali"
  | "lucene.brazilian"
  | "lucene.bulgarian"
  | "lucene.catalan"
  | "lucene.chinese"
  | "lucene.cjk"
  | "lucene.czech"
  | "lucene.danish"
  | "lucene.dutch"
  | "lucene.english"
  | "lucene.finnish"
  | "lucene.french"
  | "lucene.galician"
  | "lucene.german"
  | "lucene.greek"
  | "lucene.hindi"
  | "lucene.hungarian"
  | "lucene.indonesian"
  | "lucene.irish"
  | "lucene.italian"
  | "lucene.japanese"
  | "lucene.korean"
  | "lucene.kuromoji"
  | "lucene.latvian"
  | "lucene.lithuanian"
  | "lucene.morfologik"
  | "lucene.nori"
  | "lucene.norwegian"
  | "lucene.persian"
  | "lucene.portuguese"
  | "lucene.romanian"
  | "lucene.russian"
  | "lucene.smartcn"
  | "lucene.sorani"
  | "lucene.spanish"
  | "lucene.swedish"
  | "lucene.thai"
  | "lucene.turkish"
  | "lucene.ukrainian";
