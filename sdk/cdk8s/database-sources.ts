import { ApiObject } from "cdk8s";
import type { Construct } from "constructs";
import { AtlasIacError } from "../model/errors";
import { MORE_OF } from "../model/sql-database/more-of";
import type { MigrationFiles, SchemaText } from "../model/sql-database/sources";

/** A text is too much for a ConfigMap. */
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
 * Puts a directory of migrations into a ConfigMap, or several where one cannot hold it, for `dir` of an AtlasMigration:
 * `dir: migrationsConfigMap(this, "migrations", Migrations.fromDirectory("migrations"))`.
 *
 * Several are for this package's operator: Ariga's reads the first only, and refuses it as files are missing.
 * @throws ConfigMapTooLargeError when a file alone is too large
 */
export function migrationsConfigMap(scope: Construct, id: string, { local }: MigrationFiles) {
  const [first = {}, ...others] = filled(local);
  const map = configMap(scope, id, first);
  for (const [index, data] of others.entries()) configMap(scope, `${id}-${index + 2}`, data, { [MORE_OF]: map.name });
  return { configMapRef: map };
}

/** Files in as few groups as they come to in their order, each as large as a ConfigMap may be. */
function filled(files: Readonly<Record<string, string>>): Record<string, string>[] {
  const groups: Record<string, string>[] = [{}];
  let bytes = 0;
  for (const [name, text] of Object.entries(files)) {
    const size = bytesOf(name, text);
    if (bytes > 0 && bytes + size > MOST_BYTES) {
      groups.push({});
      bytes = 0;
    }
    Object.assign(groups.at(-1) ?? {}, { [name]: text });
    bytes += size;
  }
  return groups;
}

const bytesOf = (key: string, text: string): number => Buffer.byteLength(key) + Buffer.byteLength(text);

function configMap(
  scope: Construct,
  id: string,
  data: Record<string, string>,
  labels?: Record<string, string>,
): ApiObject {
  const bytes = Object.entries(data).reduce((sum, [key, text]) => sum + bytesOf(key, text), 0);
  if (bytes > MOST_BYTES) {
    throw new ConfigMapTooLargeError(
      `${scope.node.path}/${id} would hold ${bytes} bytes; a ConfigMap holds ${MOST_BYTES}`,
      { hint: "Begin with a checkpoint that stands for the old migrations, or split the schema into several objects." },
    );
  }
  const metadata = labels && { metadata: { labels } };
  return new ApiObject(scope, id, { apiVersion: "v1", kind: "ConfigMap", ...metadata, data });
}
