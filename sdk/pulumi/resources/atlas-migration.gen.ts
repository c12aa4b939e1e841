// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasMigrationSpec, AtlasMigrationStatus } from "../../model/atlas-migration";
import type { Args, OutputOf } from "../args";
import { DatabaseResource, type DatabaseStatusOf } from "../database-resource";
import type { DatabaseOptions } from "../options";
import { isResourceOfKind } from "../resource";

/** Which migrations a database shall have applied, and how they are run. */
export interface AtlasMigrationArgs extends Args<AtlasMigrationSpec> {}

/** A directory of migrations that a SQL database has applied. What is pending is run in the order of its versions. */
export class AtlasMigration extends DatabaseResource<"AtlasMigration"> {
  /** The directory of migrations. */
  declare readonly dir: pulumi.Output<OutputOf<AtlasMigrationSpec, "dir">>;
  /** Schema of the table that notes what was applied. Absent: the URL's, else a schema `atlas_schema_revisions` of its own. */
  declare readonly revisionsSchema: pulumi.Output<OutputOf<AtlasMigrationSpec, "revisionsSchema">>;
  /** Version that an existing database counts as having reached, on the first run: what comes after it is pending. */
  declare readonly baseline: pulumi.Output<OutputOf<AtlasMigrationSpec, "baseline">>;
  /** What becomes of a file that was added before one that is applied: refused (`linear`), left out (`linear-skip`), or run (`non-linear`). */
  declare readonly execOrder: pulumi.Output<OutputOf<AtlasMigrationSpec, "execOrder">>;
  /** Steps that are refused unless they are allowed. */
  declare readonly protectedFlows: pulumi.Output<OutputOf<AtlasMigrationSpec, "protectedFlows">>;
  /** Account of Atlas Cloud. Served by the `atlas` command line only. */
  declare readonly cloud: pulumi.Output<OutputOf<AtlasMigrationSpec, "cloud">>;
  /** URL of the database, as `postgres://user:password@host:5432/database?search_path=public`. With a password in it, it is better kept in a Secret: see `urlFrom`. */
  declare readonly url: pulumi.Output<OutputOf<AtlasMigrationSpec, "url">>;
  /** Where the URL of the database is kept. */
  declare readonly urlFrom: pulumi.Output<OutputOf<AtlasMigrationSpec, "urlFrom">>;
  /** The database in parts, for who has no URL. */
  declare readonly credentials: pulumi.Output<OutputOf<AtlasMigrationSpec, "credentials">>;
  /** URL of a database that planning may use: empty, of the target's kind, emptied afterwards. Absent: one is started in this process where the driver allows it (PostgreSQL, SQLite), else on the target's server or as a pod. */
  declare readonly devURL: pulumi.Output<OutputOf<AtlasMigrationSpec, "devURL">>;
  /** Where the URL of the database for planning is kept. */
  declare readonly devURLFrom: pulumi.Output<OutputOf<AtlasMigrationSpec, "devURLFrom">>;
  /** Database for planning that is started as a pod. Needs `devURL`. */
  declare readonly devDB: pulumi.Output<OutputOf<AtlasMigrationSpec, "devDB">>;
  /** Environment of the project file to use. Absent: `kubernetes`. */
  declare readonly envName: pulumi.Output<OutputOf<AtlasMigrationSpec, "envName">>;
  /** Project file (`atlas.hcl`) as a text. Needs `envName`. Credentials in it belong into variables. */
  declare readonly config: pulumi.Output<OutputOf<AtlasMigrationSpec, "config">>;
  /** Where the project file is kept. */
  declare readonly configFrom: pulumi.Output<OutputOf<AtlasMigrationSpec, "configFrom">>;
  /** Values for the variables of the project file. */
  declare readonly vars: pulumi.Output<OutputOf<AtlasMigrationSpec, "vars">>;
  /** How often a failure is tried again before the object is left alone until it changes. 0: for ever. */
  declare readonly backoffLimit: pulumi.Output<OutputOf<AtlasMigrationSpec, "backoffLimit">>;
  /** What was applied, and what the last refresh found. */
  declare readonly status: pulumi.Output<DatabaseStatusOf<AtlasMigrationStatus>>;

  /**
   * Declares one. What the database holds already is taken over.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it, and what becomes of the database when it is deleted.
   */
  constructor(name: string, args: AtlasMigrationArgs, options: DatabaseOptions = {}) {
    super("AtlasMigration", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasMigration {
    return isResourceOfKind(value, "AtlasMigration");
  }
}
