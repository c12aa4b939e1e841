import type { ConnectionSecretKey } from "../model/connection-secret-name";

/** A variable of a container's environment that comes from a Secret, as Kubernetes has it. */
export interface SecretEnvVar {
  name: string;
  valueFrom: SecretEnvSource;
}

/** Where in a Secret a variable's value is. */
export interface SecretEnvSource {
  secretKeyRef: { name: string; key: string; optional?: boolean };
}

/**
 * The Secret with connection strings that the operator writes for a database user and a deployment: nothing is added to the
 * chart. Its namespace is that of the user's object, and so must be that of the pods that use it.
 */
export class ConnectionSecret {
  readonly apiVersion = "v1";
  readonly kind = "Secret";

  constructor(
    /** Name of the Secret. */
    readonly name: string,
    /** Namespace of the Secret, where the user's object has one. */
    readonly namespace?: string,
  ) {}

  /**
   * A variable for a container's `env`:
   *
   * ```ts
   * env: [secret.env("MONGODB_URI", "connectionStringStandardSrv")]
   * ```
   *
   * A pod waits for the Secret unless `optional` is set.
   */
  env(name: string, key: ConnectionSecretKey, options: { optional?: boolean } = {}): SecretEnvVar {
    return { name, valueFrom: this.source(key, options) };
  }

  /** The same for cdk8s-plus: `container.env.addVariable("MONGODB_URI", secret.envValue("connectionStringStandardSrv"))`. */
  envValue(key: ConnectionSecretKey, options: { optional?: boolean } = {}): { valueFrom: SecretEnvSource } {
    return { valueFrom: this.source(key, options) };
  }

  private source(key: ConnectionSecretKey, options: { optional?: boolean }): SecretEnvSource {
    const optional = options.optional === undefined ? {} : { optional: options.optional };
    return { secretKeyRef: { name: this.name, key, ...optional } };
  }
}
