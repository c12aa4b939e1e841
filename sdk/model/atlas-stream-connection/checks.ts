import type { AtlasStreamConnectionSpec } from "../atlas-stream-connection";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

const configs = { Cluster: "clusterConfig", Kafka: "kafkaConfig" } as const;

/** Rules of a stream connection that its schema cannot say. */
export function check(spec: AtlasStreamConnectionSpec | Resolved<AtlasStreamConnectionSpec>): Fault[] {
  return Object.entries(configs).flatMap(([type, field]) => {
    const path = `spec.${field}`;
    const given = spec[field] !== undefined;
    if (spec.type === type) return given ? [] : [{ path, message: `is required for a connection of type ${type}` }];
    return given ? [{ path, message: `does not go with a connection of type ${spec.type}` }] : [];
  });
}
