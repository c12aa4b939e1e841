type Json = Record<string, unknown>;

/** Makes a generated spec of a database kind obey the rules between fields that a schema cannot say. */
export function mendDatabase(kind: "AtlasSchema" | "AtlasMigration", spec: Json): Json {
  const mended = mendTarget(spec);
  return kind === "AtlasSchema" ? mendSchema(mended) : mendMigration(mended);
}

function mendTarget(spec: Json): Json {
  const { url, devURL, ...rest } = withoutEmptySources(spec);
  const devUrlNeeded = devURL !== undefined || (isJson(spec.devDB) && rest.devURLFrom === undefined);
  const hasTarget = rest.urlFrom !== undefined || rest.credentials !== undefined;
  return {
    ...rest,
    ...(url !== undefined || !hasTarget ? { url: "postgres://db.example/app" } : {}),
    ...(devUrlNeeded ? { devURL: "postgres://dev.example/app" } : {}),
    ...(rest.config !== undefined || rest.configFrom !== undefined ? { envName: "prod" } : {}),
    ...(isJson(rest.credentials) ? { credentials: mendCredentials(rest.credentials) } : {}),
    ...(rest.vars === undefined ? {} : { vars: items(rest.vars).map((one) => ({ ...one, key: "region" })) }),
  };
}

/** A source that names nothing is given up. */
function withoutEmptySources(spec: Json): Json {
  const sources = ["urlFrom", "devURLFrom", "configFrom"];
  const named = (value: unknown) => isJson(value) && value.secretKeyRef !== undefined;
  return Object.fromEntries(Object.entries(spec).filter(([name, value]) => !sources.includes(name) || named(value)));
}

function mendCredentials(credentials: Json): Json {
  const host = credentials.hostFrom === undefined ? { host: "db.example" } : {};
  return { ...credentials, scheme: "postgres", ...host, ...(credentials.userFrom === undefined ? { user: "u" } : {}) };
}

function mendSchema(spec: Json): Json {
  const schema = isJson(spec.schema) ? spec.schema : { sql: "create table t (id int)" };
  const key = isJson(schema.configMapKeyRef)
    ? { configMapKeyRef: { ...schema.configMapKeyRef, key: "schema.sql" } }
    : {};
  return { ...spec, schema: { ...schema, ...key, ...(schema.url === undefined ? {} : { url: "atlas://app" }) } };
}

function mendMigration(spec: Json): Json {
  const dir = isJson(spec.dir) ? spec.dir : {};
  const token = isJson(spec.cloud) && isJson(spec.cloud.tokenFrom) ? spec.cloud.tokenFrom.secretKeyRef : undefined;
  const remote = isJson(dir.remote) && token !== undefined;
  const mended = remote
    ? { remote: { name: "app", ...(isJson(dir.remote) ? dir.remote : {}) } }
    : dir.remote === undefined
      ? dir
      : { local: {} };
  const flows = isJson(spec.protectedFlows) ? spec.protectedFlows : undefined;
  const down = isJson(flows?.migrateDown) ? { migrateDown: { ...flows.migrateDown, autoApprove: !remote } } : {};
  return { ...spec, dir: mended, ...(flows ? { protectedFlows: { ...flows, ...down } } : {}) };
}

function items(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
