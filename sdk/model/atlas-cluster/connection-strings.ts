import type { ConnectedEndpoint } from "../atlas-deployment/connection-strings";

/** Addresses of a cluster. None holds a user or a password. */
export interface LegacyConnectionStrings {
  /** Public address that lists every host: `mongodb://…`. */
  standard?: string;
  /** Public address that a DNS record resolves: `mongodb+srv://…`. */
  standardSrv?: string;
  /** Address over a peered network, listing every host. */
  private?: string;
  /** Address over a peered network that a DNS record resolves. */
  privateSrv?: string;
  /** Addresses over private endpoints. */
  privateEndpoint?: LegacyEndpointConnection[];
}

/** Addresses over one set of private endpoints. */
export interface LegacyEndpointConnection {
  /** Address that lists every host: `mongodb://…`. */
  connectionString?: string;
  /** Address that a DNS record resolves: `mongodb+srv://…`. */
  srvConnectionString?: string;
  /** What answers at the address: `MONGOD` or `MONGOS`. */
  type?: string;
  /** Endpoints that lead to the address. */
  endpoints?: ConnectedEndpoint[];
}

/** Addresses as a specification may have them, copied from Atlas. Nothing reads them. */
export interface DeclaredConnectionStrings {
  /** Address by endpoint, on AWS. */
  awsPrivateLink?: Record<string, string>;
  /** Address by endpoint that a DNS record resolves, on AWS. */
  awsPrivateLinkSrv?: Record<string, string>;
  /** Public address that lists every host. */
  standard?: string;
  /** Public address that a DNS record resolves. */
  standardSrv?: string;
  /** Address over a peered network, listing every host. */
  private?: string;
  /** Address over a peered network that a DNS record resolves. */
  privateSrv?: string;
  /** Addresses over private endpoints. */
  privateEndpoint?: DeclaredEndpointConnection[];
}

/** Addresses over one set of private endpoints. */
export interface DeclaredEndpointConnection {
  /** Address that lists every host. */
  connectionString?: string;
  /** Address that a DNS record resolves. */
  srvConnectionString?: string;
  /** What answers at the address. */
  type?: string;
  /** Endpoints that lead to the address. */
  endpoints?: DeclaredEndpoint[];
}

/** A private endpoint beside an address. */
export interface DeclaredEndpoint {
  /** Id of the endpoint at the cloud provider. */
  endpointId?: string;
  /** Cloud provider: `AWS`, `AZURE` or `GCP`. */
  providerName?: string;
  /** Region of the endpoint. */
  region?: string;
}
