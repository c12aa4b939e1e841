import type { ObservedConnection } from "./connection";

/** The declaration of a connection as it was observed; what is in Secrets is left out. */
export function connectionSpecOf({ name, type, cluster, kafka }: ObservedConnection): Record<string, unknown> {
  return {
    name,
    type,
    ...(cluster && { clusterConfig: { name: cluster.name, role: { name: cluster.role, type: cluster.roleType } } }),
    ...(kafka && {
      kafkaConfig: {
        authentication: { mechanism: kafka.mechanism, credentials: {} },
        bootstrapServers: kafka.bootstrapServers,
        security: { protocol: kafka.protocol },
        ...(Object.keys(kafka.config).length > 0 && { config: kafka.config }),
      },
    }),
  };
}
