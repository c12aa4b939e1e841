type Json = Record<string, unknown>;

/** Lets a connection be of the type that its configuration is for. */
export function mendStreamConnection(spec: Json): Json {
  const { clusterConfig, kafkaConfig } = spec;
  const type = clusterConfig !== undefined ? "Cluster" : kafkaConfig !== undefined ? "Kafka" : "Sample";
  return { ...spec, type };
}
