import type { JsonObject } from "../json";

/** A federated database instance of a project. */
export interface DataFederationDoc {
  groupId: string;
  name: string;
  /** Part of its host names. */
  word: string;
  /** Where queries are processed; near the client when absent. */
  region?: { cloudProvider: string; region: string };
  /** Ids of the roles it reads with, by cloud provider. */
  roles: Partial<Record<CloudProvider, string>>;
  /** Part of what the cloud providers know Atlas by. */
  external: string;
  /** As the service shows it, defaults filled in; null for what was never set. */
  stores: JsonObject[] | null;
  databases: JsonObject[] | null;
}

/** A private endpoint that leads to the federated database instances of a project. */
export interface FederationEndpointDoc {
  groupId: string;
  endpointId: string;
  provider: string;
  type: string;
  comment?: string;
  region?: string;
  /** When it can be used. */
  readyAt: number;
}

/** Cloud providers with roles for federated database instances, as fields of their configuration. */
export const CLOUD_PROVIDERS = ["aws", "azure", "gcp"] as const;
type CloudProvider = (typeof CLOUD_PROVIDERS)[number];
