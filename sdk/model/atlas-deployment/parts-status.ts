/** A replica set of the deployment. */
export interface ReplicaSetStatus {
  /** Id of its replication spec in Atlas. */
  id: string;
  /** Zone it belongs to. */
  zoneName?: string;
}

/** Zone mapping of a global cluster. */
export interface CustomZoneMappingStatus {
  /** Id of the zone in Atlas, by location. */
  customZoneMapping?: Record<string, string>;
  /** Whether the mapping is as declared. */
  zoneMappingState?: string;
  /** What went wrong at the last change. */
  zoneMappingErrMessage?: string;
}

/** A managed namespace of a global cluster. */
export interface ManagedNamespaceStatus {
  /** Database of the collection. */
  db: string;
  /** Collection that is spread. */
  collection: string;
  /** Second field of the shard key, after `location`. */
  customShardKey?: string;
  /** Whether the second field is hashed. */
  isCustomShardKeyHashed?: boolean;
  /** Whether the shard key is unique. */
  isShardKeyUnique?: boolean;
  /**
   * Chunks made when the collection was empty.
   * @asType integer
   */
  numInitialChunks?: number;
  /** Whether chunks were made ahead, by zone. */
  presplitHashedZones?: boolean;
  /** Whether the namespace is as declared. */
  status?: string;
  /** What went wrong at the last change. */
  errMessage?: string;
}

/** A search index of the deployment. */
export interface SearchIndexStatus {
  /** Name of the index. */
  name: string;
  /** Id of the index in Atlas. */
  ID: string;
  /** `Ready`, `InProgress` or `Error`. */
  status: string;
  /** What went wrong, or is going on. */
  message: string;
}

/** A private endpoint of a serverless instance. Kept for manifests of former versions; nothing writes it. */
export interface ServerlessPrivateEndpointStatus {
  /** Id of the endpoint in Atlas. */
  _id?: string;
  /** Name of the endpoint. */
  name?: string;
  /** Cloud provider of the endpoint. */
  providerName?: string;
  /** State of the endpoint. */
  status?: string;
  /** What went wrong. */
  errorMessage?: string;
  /** Id of the endpoint at the cloud provider. */
  cloudProviderEndpointId?: string;
  /** Name of the service to connect to, on AWS. */
  endpointServiceName?: string;
  /** IP address of the endpoint, on Azure. */
  privateEndpointIpAddress?: string;
  /** Id of the service to connect to, on Azure. */
  privateLinkServiceResourceId?: string;
}
