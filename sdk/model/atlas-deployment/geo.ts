/** Sends the data of one location to one zone of a global cluster. */
export interface ZoneMapping {
  /** ISO 3166 code of a country or a part of one: `DE`, `US-CA`. Each occurs once. */
  location: string;
  /** Name of the zone, as in `replicationSpecs[].zoneName`. */
  zone: string;
}

/** A collection that a global cluster spreads over its zones. */
export interface ManagedNamespace {
  /** Database of the collection. */
  db: string;
  /** Collection to spread. */
  collection: string;
  /** Second field of the shard key, after `location`. */
  customShardKey?: string;
  /** Whether the second field is hashed. */
  isCustomShardKeyHashed?: boolean;
  /** Whether the shard key is unique. */
  isShardKeyUnique?: boolean;
  /**
   * Chunks to make when the collection is empty. Only with a hashed key.
   * @asType integer
   */
  numInitialChunks?: number;
  /** Whether chunks are made ahead, by zone. Only with a hashed key. */
  presplitHashedZones?: boolean;
}
