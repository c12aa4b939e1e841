/** Addresses of a deployment. None holds a user or a password. */
export interface ConnectionStrings {
  /** Public address that lists every host: `mongodb://…`. */
  standard?: string;
  /** Public address that a DNS record resolves: `mongodb+srv://…`. */
  standardSrv?: string;
  /** Address over a peered network, listing every host. Absent until a network is peered. */
  private?: string;
  /** Address over a peered network that a DNS record resolves. Absent until a network is peered. */
  privateSrv?: string;
  /** Addresses over private endpoints, one per set of endpoints. */
  privateEndpoint?: PrivateEndpointConnection[];
}

/** Addresses over one set of private endpoints. */
export interface PrivateEndpointConnection {
  /** Address that lists every host: `mongodb://…`. */
  connectionString?: string;
  /** Address that a DNS record resolves: `mongodb+srv://…`. */
  srvConnectionString?: string;
  /** Address for sharded clusters whose driver balances over the routers of one region. */
  srvShardOptimizedConnectionString?: string;
  /** What answers at the address: `MONGOD` or `MONGOS`. */
  type?: string;
  /** Endpoints that lead to the address. */
  endpoints?: ConnectedEndpoint[];
}

/** A private endpoint as it appears beside a connection string. */
export interface ConnectedEndpoint {
  /** Id of the endpoint at the cloud provider. */
  endpointId?: string;
  /** IP address of the endpoint. */
  ip?: string;
  /** Cloud provider: `AWS`, `AZURE` or `GCP`. */
  providerName?: string;
  /** Region of the endpoint, as the cloud provider writes it. */
  region?: string;
}
