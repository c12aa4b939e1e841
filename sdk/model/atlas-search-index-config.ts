import type { SearchAnalyzer } from "./atlas-deployment/search";
import type { CommonStatus } from "./condition";
import type { JsonObject } from "./json-object";

/**
 * Analyzers and storage that full-text indexes share. Search indexes of deployments use it through `searchConfigurationRef`.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlassearchindexconfigs
 * @singular atlassearchindexconfig
 * @shortNames ["asic"]
 * @categories ["atlas"]
 * @embedded
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasSearchIndexConfig {
  /** The declared configuration. */
  spec?: AtlasSearchIndexConfigSpec;
  /** Whether anything uses the configuration. */
  status?: AtlasSearchIndexConfigStatus;
}

/** What search indexes share. */
export interface AtlasSearchIndexConfigSpec {
  /** Analyzer that turns documents into terms when they are indexed. `lucene.standard` when absent. */
  analyzer?: SearchAnalyzer;
  /**
   * Analyzers of its own, for use in mappings. Their names are unique.
   * @uniqueBy ["name"]
   */
  analyzers?: CustomAnalyzer[];
  /** Analyzer that queries are read with. `lucene.standard` when absent. */
  searchAnalyzer?: SearchAnalyzer;
  /**
   * Fields that the index keeps copies of: all with `true`, none with `false` or when absent, or `{include: […]}` or `{exclude: […]}`.
   * @preserveUnknownFields
   */
  storedSource?: boolean | JsonObject;
}

/** An analyzer that is made of parts. */
export interface CustomAnalyzer {
  /** Name that mappings call it by. May not begin with `lucene.`, `builtin.` or `mongodb.`. */
  name: string;
  /** What cuts text into terms. */
  tokenizer: Tokenizer;
  /**
   * What is done to text before it is cut, in this order, in the syntax of Atlas Search.
   * @preserveUnknownFields
   */
  charFilters?: JsonObject[];
  /**
   * What is done to terms, in this order, in the syntax of Atlas Search.
   * @preserveUnknownFields
   */
  tokenFilters?: JsonObject[];
}

/** What cuts text into terms. */
export interface Tokenizer {
  /** How text is cut. */
  type:
    | "whitespace"
    | "uaxUrlEmail"
    | "standard"
    | "regexSplit"
    | "regexCaptureGroup"
    | "nGram"
    | "keyword"
    | "edgeGram";
  /**
   * Longest term, in characters: longer ones are split. For `whitespace`, `uaxUrlEmail` and `standard`.
   * @asType integer
   */
  maxTokenLength?: number;
  /**
   * Characters of the shortest term. For `nGram` and `edgeGram`, which need it.
   * @asType integer
   */
  minGram?: number;
  /**
   * Characters of the longest term. For `nGram` and `edgeGram`, which need it.
   * @asType integer
   */
  maxGram?: number;
  /** Regular expression to cut at or to find. For `regexSplit` and `regexCaptureGroup`, which need it. */
  pattern?: string;
  /**
   * Group of the expression to take, 0 for all of it. For `regexCaptureGroup`, which needs it.
   * @asType integer
   */
  group?: number;
}

/** Whether anything uses the configuration. */
export interface AtlasSearchIndexConfigStatus extends CommonStatus {}
