// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasSchemaSpec, AtlasSchemaStatus } from "../../model/atlas-schema";
import type { Args, OutputOf } from "../args";
import { DatabaseResource, type DatabaseStatusOf } from "../database-resource";
import type { DatabaseOptions } from "../options";
import { isResourceOfKind } from "../resource";

/** What the schema of a database shall be, and how it is brought there. */
export interface AtlasSchemaArgs extends Args<AtlasSchemaSpec> {}

/** The schema of an SQL database, declared as it should be. What separates the database from it is planned and applied. */
export class AtlasSchema extends DatabaseResource<"AtlasSchema"> {
  /** The schema as it should be. */
  declare readonly schema: pulumi.Output<OutputOf<AtlasSchemaSpec, "schema">>;
  /** Schemas of the database to manage, where its URL is not bound to one. Absent: all. */
  declare readonly schemas: pulumi.Output<OutputOf<AtlasSchemaSpec, "schemas">>;
  /** What to leave alone, as patterns: `table.column` where the URL is bound to a schema, else `schema.table.column`. */
  declare readonly exclude: pulumi.Output<OutputOf<AtlasSchemaSpec, "exclude">>;
  /** What one transaction covers: the whole plan (`file`, `all`), or each statement for itself (`none`). */
  declare readonly txMode: pulumi.Output<OutputOf<AtlasSchemaSpec, "txMode">>;
  /** What may change, and how. */
  declare readonly policy: pulumi.Output<OutputOf<AtlasSchemaSpec, "policy">>;
  /** Project of Atlas Cloud that keeps plans and schemas. Served by the `atlas` command line only. */
  declare readonly cloud: pulumi.Output<OutputOf<AtlasSchemaSpec, "cloud">>;
  /** URL of the database, as `postgres://user:password@host:5432/database?search_path=public`. With a password in it, it is better kept in a Secret: see `urlFrom`. */
  declare readonly url: pulumi.Output<OutputOf<AtlasSchemaSpec, "url">>;
  /** Where the URL of the database is kept. */
  declare readonly urlFrom: pulumi.Output<OutputOf<AtlasSchemaSpec, "urlFrom">>;
  /** The database in parts, for who has no URL. */
  declare readonly credentials: pulumi.Output<OutputOf<AtlasSchemaSpec, "credentials">>;
  /** URL of a database that planning may use: empty, of the target's kind, emptied afterwards. Absent: one is started in this process where the driver allows it (PostgreSQL, SQLite), else on the target's server or as a pod. */
  declare readonly devURL: pulumi.Output<OutputOf<AtlasSchemaSpec, "devURL">>;
  /** Where the URL of the database for planning is kept. */
  declare readonly devURLFrom: pulumi.Output<OutputOf<AtlasSchemaSpec, "devURLFrom">>;
  /** Database for planning that is started as a pod. Needs `devURL`. */
  declare readonly devDB: pulumi.Output<OutputOf<AtlasSchemaSpec, "devDB">>;
  /** Environment of the project file to use. Absent: `kubernetes`. */
  declare readonly envName: pulumi.Output<OutputOf<AtlasSchemaSpec, "envName">>;
  /** Project file (`atlas.hcl`) as a text. Needs `envName`. Credentials in it belong into variables. */
  declare readonly config: pulumi.Output<OutputOf<AtlasSchemaSpec, "config">>;
  /** Where the project file is kept. */
  declare readonly configFrom: pulumi.Output<OutputOf<AtlasSchemaSpec, "configFrom">>;
  /** Values for the variables of the project file. */
  declare readonly vars: pulumi.Output<OutputOf<AtlasSchemaSpec, "vars">>;
  /** How often a failure is tried again before the object is left alone until it changes. 0: for ever. */
  declare readonly backoffLimit: pulumi.Output<OutputOf<AtlasSchemaSpec, "backoffLimit">>;
  /** What was applied, and what the last refresh found. */
  declare readonly status: pulumi.Output<DatabaseStatusOf<AtlasSchemaStatus>>;

  /**
   * Declares one. What the database holds already is taken over.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it, and what becomes of the database when it is deleted.
   */
  constructor(name: string, args: AtlasSchemaArgs, options: DatabaseOptions = {}) {
    super("AtlasSchema", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasSchema {
    return isResourceOfKind(value, "AtlasSchema");
  }
}
