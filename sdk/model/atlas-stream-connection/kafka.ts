import type { NamespacedSecretRef } from "../markers";

/** A Kafka broker that stream processors read from or write to. */
export interface StreamKafka {
  /** How processors log in. */
  authentication: StreamKafkaAuthentication;
  /** Addresses of the broker's servers, with ports, separated by commas. */
  bootstrapServers: string;
  /** How the connection is protected. */
  security: StreamKafkaSecurity;
  /** Settings of the Kafka client. Left as they are when absent from the start; none when empty or taken out. */
  config?: Record<string, string>;
}

/** How processors log in to a Kafka broker. */
export interface StreamKafkaAuthentication {
  /** Mechanism. */
  mechanism: "PLAIN" | "SCRAM-256" | "SCRAM-512";
  /** Secret with the name and the password. */
  credentials: NamespacedSecretRef<"username" | "password">;
}

/** How a connection to a Kafka broker is protected. */
export interface StreamKafkaSecurity {
  /** Whether it is encrypted. */
  protocol: "PLAINTEXT" | "SSL";
  /** Secret with the certificate of the broker's authority. Absent: those that Atlas trusts; one that Atlas has stays. */
  certificate?: NamespacedSecretRef<"certificate">;
}
