import type { SchemaPolicy } from "./atlas-schema/policy";
import type { ConfigMapKeyRef } from "./markers";
import type { DatabaseStatus } from "./sql-database/status";
import type { DatabaseTarget, SecretSource } from "./sql-database/target";

export type * from "./atlas-schema/policy";

/**
 * The schema of an SQL database, declared as it should be. What separates the database from it is planned and applied.
 * @group db.atlasgo.io
 * @version v1alpha1
 * @plural atlasschemas
 * @singular atlasschema
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Reason", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].reason"}
 * ]
 */
export interface AtlasSchema {
  /** The declared schema. */
  spec?: AtlasSchemaSpec;
  /**
   * The schema as it was last applied.
   * @default {"observedGeneration": -1}
   */
  status?: AtlasSchemaStatus;
}

/**
 * What the schema of a database shall be, and how it is brought there.
 * @atMostOne ["url", "urlFrom", "credentials"]
 * @atMostOne ["devURL", "devURLFrom"]
 * @atMostOne ["config", "configFrom"]
 */
export interface AtlasSchemaSpec extends DatabaseTarget {
  /** The schema as it should be. */
  schema?: SchemaSource;
  /** Schemas of the database to manage, where its URL is not bound to one. Absent: all. */
  schemas?: string[];
  /** What to leave alone, as patterns: `table.column` where the URL is bound to a schema, else `schema.table.column`. */
  exclude?: string[];
  /**
   * What one transaction covers: the whole plan (`file`, `all`), or each statement for itself (`none`).
   * @default file
   */
  txMode?: "file" | "all" | "none";
  /** What may change, and how. */
  policy?: SchemaPolicy;
  /** Project of Atlas Cloud that keeps plans and schemas. Served by the `atlas` command line only. */
  cloud?: SchemaCloud;
}

/**
 * The schema as it should be.
 * @exactlyOne ["sql", "hcl", "url", "configMapKeyRef"]
 */
export interface SchemaSource {
  /** SQL statements that make the schema in an empty database. */
  sql?: string;
  /** The schema in Atlas's own language. */
  hcl?: string;
  /** URL of a schema in the registry of Atlas Cloud: `atlas://…`. Served by the `atlas` command line only. */
  url?: string;
  /** Data key of a ConfigMap with the schema; its name ends in `.sql` or `.hcl`. In Pulumi the text goes into `sql` or `hcl`. */
  configMapKeyRef?: ConfigMapKeyRef;
}

/** Project of Atlas Cloud that keeps plans and schemas. */
export interface SchemaCloud {
  /** Where the token for Atlas Cloud is kept. */
  tokenFrom?: SecretSource;
  /** Name of the schema's repository in the registry. */
  repo?: string;
}

/** The schema as it was last applied. */
export interface AtlasSchemaStatus extends DatabaseStatus {
  /**
   * When it was last applied, in seconds since 1970 (UTC).
   * @asType integer
   * @format int64
   */
  last_applied?: number;
  /** URL of the plan in Atlas Cloud. */
  planURL?: string;
  /** Page of the plan in Atlas Cloud, for people. */
  planLink?: string;
}
