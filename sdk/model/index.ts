export { parseAtlasDate } from "./atlas-date";
export { compareInstanceSizes, isInstanceSize } from "./atlas-deployment/instance-size";
export type * from "./backup/policy-item";
export { type Advice, adviseSpec } from "./catalog/advice";
export type * from "./condition";
export { applyDefaults } from "./defaults";
export * from "./errors";
export type * from "./external-project";
export type * from "./generated/types.gen";
export type * from "./json-object";
export type * from "./json-schema";
export type * from "./key-value";
export type * from "./kind-info";
export * from "./kinds";
export {
  describeManifestFault,
  type ManifestFault,
  type ManifestObject,
  type ManifestReport,
  type ManifestText,
  validateManifest,
  validateManifests,
} from "./manifest";
export type { Position } from "./manifest/position";
export type * from "./markers";
export type * from "./object-name";
export {
  type MigrationFiles,
  Migrations,
  Schema,
  type SchemaText,
  SourceError,
  withMigrationSum,
} from "./sql-database/sources";
export type * from "./sql-database/status";
export type * from "./sql-database/target";
export { assertValidSpec, type Form, type ValidateOptions, validateSpec } from "./validate";
