import { ApiObject } from "cdk8s";
import type { Construct } from "constructs";
import { AtlasIacError } from "../model/errors";
import type { MigrationFiles, SchemaText } from "../model/sql-database/sources";

/** Files are too much for the one ConfigMap that a reference can name. */
export class ConfigMapTooLargeError extends AtlasIacError {
  readonly code = "ConfigMapTooLarge";
}

/** Kubernetes takes 1 MiB of data in a ConfigMap; names of keys, labels and annotations need room beside it. Bytes. */
const MOST_BYTES = 900_000;

/**
 * Puts a schema into a ConfigMap, for `schema` of an AtlasSchema: `schema: schemaConfigMap(this, "schema", Schema.fromFile("schema.sql"))`.
 * @throws ConfigMapTooLargeError
 */
export function schemaConfigMap(scope: Construct, id: string, schema: SchemaText) {
  const [key, text] = schema.sql === undefined ? ["schema.hcl", schema.hcl] : ["schema.sql", schema.sql];
  return { configMapKeyRef: { configMap: configMap(scope, id, { [key]: text }), key } };
}

/**
 * Puts a directory of migrations into a ConfigMap, for `dir` of an AtlasMigration:
 * `dir: migrationsConfigMap(this, "migrations", Migrations.fromDirectory("migrations"))`.
 * @throws ConfigMapTooLargeError
 */
export function migrationsConfigMap(scope: Construct, id: string, { local }: MigrationFiles) {
  return { configMapRef: configMap(scope, id, local) };
}

function configMap(scope: Construct, id: string, data: Record<string, string>): ApiObject {
  const bytes = Object.entries(data).reduce(
    (sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text),
    0,
  );
  if (bytes > MOST_BYTES) {
    throw new ConfigMapTooLargeError(
      `${scope.node.path}/${id} would hold ${bytes} bytes; a ConfigMap holds ${MOST_BYTES}, and only one can be referred to`,
      { hint: "Begin with a checkpoint that stands for the old migrations, or split the schema into several objects." },
    );
  }
  return new ApiObject(scope, id, { apiVersion: "v1", kind: "ConfigMap", data });
}
