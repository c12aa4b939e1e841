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
// These two stand in for the generated constructs of the same names, which they extend.
export { AtlasDatabaseUser, type ConnectionSecretOptions } from "./database-user";
export type { Declared, ObjectProps, PropsOf } from "./declared";
export { AtlasDeployment } from "./deployment";
export { ConnectionSecretError } from "./errors";
export type { ConfigMapKey, KubernetesObject, SecretKey } from "./objects";
export type { EnvVar, OperatorInstall, Volume, VolumeMount } from "./operator/install";
export { OperatorChart, type OperatorChartProps } from "./operator-chart";
export { policies } from "./policies";
