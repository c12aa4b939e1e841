import "./peers";

export {
  type MigrationFiles,
  Migrations,
  Schema,
  type SchemaText,
  SourceError,
  withMigrationSum,
} from "../model/sql-database/sources";
export type { Args, In, Out, OutputOf, StatusOf } from "./args";
export * from "./connection-string";
export type { AppliedPlan, DatabaseStatusOf } from "./database-resource";
export { DatabaseResource } from "./database-resource";
export * from "./lookups";
export { TwoSdksError } from "./one-sdk";
export type { AtlasResourceOptions, DatabaseOptions, EmbeddedOptions } from "./options";
export { WrongReferenceError } from "./references";
export { AtlasResource } from "./resource";
export * from "./resources/index.gen";
