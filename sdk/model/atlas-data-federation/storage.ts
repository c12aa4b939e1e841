/** What a federated database instance can query, and where it is. */
export interface FederationStorage {
  /**
   * Databases that clients see.
   * @uniqueBy ["name"]
   */
  databases?: FederationDatabase[];
  /**
   * Places that data comes from.
   * @uniqueBy ["name"]
   */
  stores?: FederationStore[];
}

/** A database that clients see. */
export interface FederationDatabase {
  /** Name of the database. `*` for those of the stores. */
  name?: string;
  /**
   * Collections of the database.
   * @uniqueBy ["name"]
   */
  collections?: FederationCollection[];
  /**
   * How many collections a wildcard may stand for: 1 to 1000. 100 when absent.
   * @asType integer
   */
  maxWildcardCollections?: number;
  /**
   * Stored queries that read as collections.
   * @uniqueBy ["name"]
   */
  views?: FederationView[];
}

/** A collection, and the stores its documents come from. */
export interface FederationCollection {
  /** Name of the collection. `*` for those of the source. */
  name?: string;
  /** Where the documents come from: all sources together. */
  dataSources?: FederationDataSource[];
}

/** A part of a store. Which fields it takes depends on what the store is. */
export interface FederationDataSource {
  /** Name of the store. */
  storeName?: string;
  /** Collection of the store's cluster. */
  collection?: string;
  /** Expression for the names of the collections, where the federated one is `*`. */
  collectionRegex?: string;
  /** Database of the store's cluster. */
  database?: string;
  /** Expression for the names of the databases, where the federated one is `*`. */
  databaseRegex?: string;
  /** Path in the bucket; parts of it may be fields of the documents. */
  path?: string;
  /** Format of files whose names do not tell it. */
  defaultFormat?:
    | ".avro"
    | ".avro.bz2"
    | ".avro.gz"
    | ".bson"
    | ".bson.bz2"
    | ".bson.gz"
    | ".bsonx"
    | ".csv"
    | ".csv.bz2"
    | ".csv.gz"
    | ".json"
    | ".json.bz2"
    | ".json.gz"
    | ".orc"
    | ".parquet"
    | ".tsv"
    | ".tsv.bz2"
    | ".tsv.gz";
  /** Field that each document gets, with where it came from. */
  provenanceFieldName?: string;
  /** Whether URLs without TLS, or with certificates that cannot be checked, are read. No when absent. */
  allowInsecure?: boolean;
  /** Files of a store on the web; those of the store when absent. */
  urls?: string[];
}

/** A stored query that reads as a collection. */
export interface FederationView {
  /** Name of the view. */
  name?: string;
  /** Collection that the query begins with. */
  source?: string;
  /** The query's stages, as the text of a JSON list. */
  pipeline?: string;
}

/** A place that data comes from. Which fields it takes depends on its provider. */
export interface FederationStore {
  /** Name of the store, for data sources. */
  name?: string;
  /**
   * What the store is: `atlas` (a cluster), `s3`, `gcs` or `azure` (buckets), `http` (files on the web), or a store that Atlas keeps.
   * @strictEnum ["atlas", "s3", "gcs", "azure", "http", "dls:aws", "dls:azure", "dls:gcp"]
   */
  provider?: string;
  /** Name of the cluster, in the same project. */
  clusterName?: string;
  /** How current what is read from the cluster must be. */
  readConcern?: FederationReadConcern;
  /** Which members of the cluster are read from. */
  readPreference?: FederationReadPreference;
  /** Name of the bucket. */
  bucket?: string;
  /** Region of the bucket, in Atlas's words: `EU_WEST_1`. */
  region?: string;
  /** Beginning of all paths in the bucket. */
  prefix?: string;
  /** What separates the steps of a path. `/` when absent. */
  delimiter?: string;
  /** Whether the tags of objects are fields of the documents. No when absent. */
  includeTags?: boolean;
  /** Whether the bucket is read without credentials. No when absent. */
  public?: boolean;
  /** Storage classes that are read besides the standard one. */
  additionalStorageClasses?: string[];
}

/** How current what is read from a cluster must be. */
export interface FederationReadConcern {
  /**
   * Level of consistency.
   * @strictEnum ["LOCAL", "MAJORITY", "LINEARIZABLE", "SNAPSHOT", "AVAILABLE"]
   */
  level?: string;
}

/** Which members of a cluster are read from. */
export interface FederationReadPreference {
  /**
   * Which members count.
   * @strictEnum ["primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"]
   */
  mode?: string;
  /**
   * How far a secondary may be behind, in seconds.
   * @asType integer
   */
  maxStalenessSeconds?: number;
  /** Tags that members must have: the first set that any member has counts. */
  tagSets?: FederationTag[][];
}

/** A tag of a cluster's member. */
export interface FederationTag {
  /** Name of the tag. */
  name?: string;
  /** Value of the tag. */
  value?: string;
}
