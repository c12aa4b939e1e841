import type { StreamCluster } from "./atlas-stream-connection/cluster";
import type { StreamKafka } from "./atlas-stream-connection/kafka";
import type { StreamObjectName } from "./atlas-stream-instance";
import type { CommonStatus } from "./condition";

export type * from "./atlas-stream-connection/cluster";
export type * from "./atlas-stream-connection/kafka";

/**
 * What stream processors read from or write to. Stream instances use it through `connectionRegistry`.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasstreamconnections
 * @singular atlasstreamconnection
 * @shortNames ["asc"]
 * @categories ["atlas"]
 * @embedded
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasStreamConnection {
  /** The declared connection. */
  spec?: AtlasStreamConnectionSpec;
  /** Who uses the connection. */
  status?: AtlasStreamConnectionStatus;
}

/**
 * What a connection shall be.
 * @atMostOne ["clusterConfig", "kafkaConfig"]
 */
export interface AtlasStreamConnectionSpec {
  /**
   * Name that processors call it by. Unique within the instance.
   * @strictMinLength 1
   */
  name: string;
  /** What it leads to: a `Kafka` broker, a `Cluster` of the project, or a `Sample` of Atlas's own. A changed type makes it anew. */
  type: "Kafka" | "Cluster" | "Sample";
  /** The cluster, for a connection of type `Cluster`. */
  clusterConfig?: StreamCluster;
  /** The broker, for a connection of type `Kafka`. */
  kafkaConfig?: StreamKafka;
}

/** Who uses a connection. */
export interface AtlasStreamConnectionStatus extends CommonStatus {
  /** Stream instances that use the connection. */
  instances?: StreamObjectName[];
}
