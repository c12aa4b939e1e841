import type { CommonStatus } from "./condition";
import type { EmbeddedRef, ResourceRef } from "./markers";

/**
 * A place where streams of messages are processed, with the connections that processors in it use.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasstreaminstances
 * @singular atlasstreaminstance
 * @shortNames ["asi"]
 * @categories ["atlas"]
 * @protect
 * @printColumns [
 *   {"name": "Name", "type": "string", "jsonPath": ".spec.name"},
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Atlas ID", "type": "string", "jsonPath": ".status.id"}
 * ]
 */
export interface AtlasStreamInstance {
  /** The declared instance. */
  spec?: AtlasStreamInstanceSpec;
  /** The instance as last seen in Atlas. */
  status?: AtlasStreamInstanceStatus;
}

/** What a stream processing instance shall be. */
export interface AtlasStreamInstanceSpec {
  /**
   * Name of the instance. Unique within the project.
   * @replace
   * @strictMinLength 1
   */
  name: string;
  /** Where it runs, and how large its workers are. */
  clusterConfig: StreamInstanceConfig;
  /**
   * Project the instance belongs to.
   * @replace
   */
  projectRef: ResourceRef<"AtlasProject">;
  /**
   * Connections that its processors can use. What is taken out is deleted; connections that were never declared here stay.
   */
  connectionRegistry?: EmbeddedRef<"AtlasStreamConnection">[];
}

/** Where a stream processing instance runs, and how large its workers are. */
export interface StreamInstanceConfig {
  /**
   * Cloud provider.
   * @default AWS
   */
  provider: "AWS" | "GCP" | "AZURE" | "TENANT" | "SERVERLESS";
  /** Region, in the words Atlas has for streams there: `DUBLIN_IRL` on AWS, `westeurope` on Azure. */
  region: string;
  /**
   * Size of the workers.
   * @default SP10
   */
  tier: "SP10" | "SP30" | "SP50";
}

/** The instance as last seen in Atlas. */
export interface AtlasStreamInstanceStatus extends CommonStatus {
  /** Id of the instance in Atlas: 24 hexadecimal digits. */
  id?: string;
  /** Names of the hosts to connect to. */
  hostnames?: string[];
  /** Its connections that are declared. */
  connections?: StreamInstanceConnection[];
}

/** A connection of an instance, as last seen in Atlas. */
export interface StreamInstanceConnection {
  /** Name of the connection in Atlas. */
  name?: string;
  /** The object that declares it. */
  resourceRef?: StreamObjectName;
}

/** Names an object of a cluster. */
export interface StreamObjectName {
  /** Name of the object. */
  name: string;
  /** Namespace of the object. */
  namespace?: string;
}
