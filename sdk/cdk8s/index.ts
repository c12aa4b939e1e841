import "./peers";

export type { ObjectPolicy } from "../model/object-policy";
export {
  type MigrationFiles,
  Migrations,
  Schema,
  type SchemaText,
  SourceError,
  withMigrationSum,
} from "../model/sql-database/sources";
export { AtlasObject } from "./atlas-object";
export { ConnectionSecret, type SecretEnvSource, type SecretEnvVar } from "./connection-secret";
export * from "./constructs/index.gen";
export { ConfigMapTooLargeError, migrationsConfigMap, schemaConfigMap } from "./database-sources";
// Stands in for the generated construct of the same name, which it extends.
export { AtlasDatabaseUser, type ConnectionSecretOptions } from "./database-user";
export type { Declared, ObjectProps, PropsOf } from "./declared";
export { ConnectionSecretError } from "./errors";
export type { ConfigMapKey, KubernetesObject, SecretKey } from "./objects";
export { policies } from "./policies";
