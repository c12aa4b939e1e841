type Json = Record<string, unknown>;

/** Lets a connection be of the type that its configuration is for. */
export function mendStreamConnection(spec: Json): Json {
  const { clusterConfig, kafkaConfig } = spec;
  const type = clusterConfig !== undefined ? "Cluster" : kafkaConfig !== undefined ? "Kafka" : "Sample";
  return { ...spec, type };
}

/** An instance with connections of different names. */
export function mendStreamInstance(spec: Json): Json {
  const { connectionRegistry } = spec;
  if (!Array.isArray(connectionRegistry)) return spec;
  return { ...spec, connectionRegistry: connectionRegistry.map(renamed) };
}

function renamed(connection: Json, index: number): Json {
  const { spec } = connection;
  const name = `connection-${index}`;
  return typeof spec === "object" ? { ...connection, spec: { ...spec, name } } : { ...connection, name };
}
