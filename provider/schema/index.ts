/** SQL schemas, declarative and versioned: what Pulumi, the operator and the command line build on. */

export * from "./command";
export {
  ApplyError,
  type ApplySchemaRequest,
  applySchema,
  previewSchema,
  type SchemaReport,
  type SchemaRequest,
} from "./declarative/apply";
export { type CleanPlan, type CleanRequest, cleanSchema, planClean } from "./declarative/clean";
export { type DesiredSchema, desiredFromFiles } from "./declarative/desired";
export { dropSchema } from "./declarative/drop";
export {
  checkPlan,
  destructiveFindings,
  type PlanSchemaRequest,
  planSchema,
  type SchemaPlan,
  type SchemaPolicy,
} from "./declarative/plan";
export type { Unmanaged } from "./declarative/unmanaged/compare";
export type { DevRequest } from "./dev/dev-database";
export { displayForeignUrl, isForeignUrl } from "./drivers/foreign-url";
export { shareTables } from "./drivers/identity";
export { openSession, withSession } from "./drivers/open";
export { isAbsent } from "./drivers/presence";
export type { Dialect, Session, SessionLimits } from "./drivers/session";
export {
  credentialsUrl,
  type DatabaseCredentials,
  type DatabaseUrl,
  displayUrl,
  parseDatabaseUrl,
} from "./drivers/url";
export { engine } from "./engine/engine";
export {
  DIRECTORY_FORMATS,
  type DiffPolicy,
  type DirectoryFormat,
  type InputVariables,
  type ProjectValue,
  SKIPPABLE,
  type Skippable,
} from "./engine/protocol";
export * from "./errors";
export type { TransactionMode } from "./execute/segments";
export type { LintPolicy } from "./project/policy";
export {
  desiredFromProject,
  evaluateProject,
  type Project,
  type ProjectEnv,
  type ProjectMigration,
  type ProjectRequest,
  readProject,
} from "./project/project";
export { durationOf, execOrderOf, txModeOf } from "./project/settings";
export type { ProjectPermissions, ProjectSources } from "./project/world";
export { type ProtectedFlows, refuseDown, refuseGroundless, versionsAhead } from "./versioned/ahead";
export {
  type ApplyMigrationsRequest,
  applyMigrations,
  type MigrationPlan,
  type MigrationReport,
  type MigrationRequest,
  MigrationRunError,
  planMigrations,
} from "./versioned/apply";
export {
  computeSum,
  directoryFormatOf,
  type MigrationFiles,
  openDirectory,
  parseDirectory,
  readMigrationFiles,
} from "./versioned/directory";
export { migrateDown, planDown } from "./versioned/down";
export { lintPending } from "./versioned/lint-pending";
export type { ExecOrder } from "./versioned/pending";
export type { Interrupted } from "./versioned/resumed";
export { type SetReport, setVersion } from "./versioned/set";
export { type MigrationStatus, migrationStatus } from "./versioned/status";
