import type { MigrationDir } from "./atlas-migration/directory";
import type { DatabaseStatus } from "./sql-database/status";
import type { DatabaseTarget, SecretSource } from "./sql-database/target";

export type * from "./atlas-migration/directory";

/**
 * A directory of migrations that a SQL database has applied. What is pending is run in the order of its versions.
 * @group db.atlasgo.io
 * @version v1alpha1
 * @plural atlasmigrations
 * @singular atlasmigration
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Reason", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].reason"}
 * ]
 */
export interface AtlasMigration {
  /** The declared migrations. */
  spec?: AtlasMigrationSpec;
  /**
   * The migrations as last applied.
   * @default {"observedGeneration": -1}
   */
  status?: AtlasMigrationStatus;
}

/**
 * Which migrations a database shall have applied, and how they are run.
 * @atMostOne ["url", "urlFrom", "credentials"]
 * @atMostOne ["devURL", "devURLFrom"]
 * @atMostOne ["config", "configFrom"]
 */
export interface AtlasMigrationSpec extends DatabaseTarget {
  /** The directory of migrations. */
  dir: MigrationDir;
  /** Schema of the table that notes what was applied. Absent: the URL's, else a schema `atlas_schema_revisions` of its own. */
  revisionsSchema?: string;
  /** Version that an existing database counts as having reached, on the first run: what comes after it is pending. */
  baseline?: string;
  /**
   * What becomes of a file that was added before one that is applied: refused (`linear`), left out (`linear-skip`), or run
   * (`non-linear`).
   * @default linear
   */
  execOrder?: "linear" | "linear-skip" | "non-linear";
  /** Steps that are refused unless they are allowed. */
  protectedFlows?: ProtectedFlows;
  /** Account of Atlas Cloud. Served by the `atlas` command line only. */
  cloud?: MigrationCloud;
}

/** Steps that are refused unless they are allowed. */
export interface ProtectedFlows {
  /** Going back to an earlier version, which is what a directory with fewer files asks for. */
  migrateDown?: MigrateDownFlow;
}

/** Going back to an earlier version. */
export interface MigrateDownFlow {
  /**
   * Whether it may happen.
   * @default false
   */
  allow?: boolean;
  /**
   * Whether it may happen without an approval in Atlas Cloud. Needed for directories that are not kept there.
   * @default false
   */
  autoApprove?: boolean;
}

/** Account of Atlas Cloud. */
export interface MigrationCloud {
  /** Address of Atlas Cloud. Absent: the public one. */
  url?: string;
  /** Name of the project. */
  project?: string;
  /** Where the token for Atlas Cloud is kept. */
  tokenFrom?: SecretSource;
}

/** The migrations as last applied. */
export interface AtlasMigrationStatus extends DatabaseStatus {
  /**
   * When the last one was applied, in seconds since 1970 (UTC).
   * @asType integer
   * @format int64
   */
  lastApplied?: number;
  /** Version of the last file that was applied. */
  lastAppliedVersion?: string;
  /** Page of the last run in Atlas Cloud. */
  lastDeploymentUrl?: string;
  /** Page in Atlas Cloud on which a step back waits for approval. */
  approvalUrl?: string;
}
