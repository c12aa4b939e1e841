import type { JsonObject } from "../json";
import type { Phased } from "./phases";

/** A network that a project's dedicated nodes of one provider and region live in. */
export interface ContainerDoc {
  id: string;
  groupId: string;
  providerName: string;
  /** Empty for a container that spans all regions. */
  regionName: string;
  cidrBlock: string;
  /** Regions of a container of Google Cloud that is bound to some; absent for all. */
  regions?: string[];
  /** Part of the provider's name for the network. */
  network: string;
  /** Azure subscription it is in. */
  subscription: string;
}

/** A peering of somebody's network with a container. */
export interface PeerDoc extends Phased {
  id: string;
  groupId: string;
  providerName: string;
  containerId: string;
  /** What tells somebody's network, as the service has it. */
  network: JsonObject;
  /** The peering's name at the provider, once there is one. */
  connection: string;
}

/** An endpoint in somebody's network, or a group of them. */
export interface EndpointDoc extends Phased {
  /** Id at the provider, or name of the group. */
  id: string;
  ipAddress?: string;
  gcpProjectId?: string;
  rules?: { endpointName: string; ipAddress: string }[];
}

/** A service that private endpoints connect to. */
export interface EndpointServiceDoc extends Phased {
  id: string;
  groupId: string;
  providerName: string;
  regionName: string;
  supportedRemoteRegions: string[] | null;
  portMappingEnabled: boolean;
  /** Part of the provider's names for it. */
  word: string;
  endpoints: EndpointDoc[];
}
