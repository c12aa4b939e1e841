import { describe, expect, it } from "vitest";
import { type Form, validateSpec } from "../../sdk/model/validate";

type Json = Record<string, unknown>;
type Kind = "AtlasSchema" | "AtlasMigration";

function faults(kind: Kind, spec: unknown, form: Form = "manifest"): string[] {
  return validateSpec(kind, spec, form).map(({ path, message }) => `${path}: ${message}`);
}

const secret = { secretKeyRef: { name: "db", key: "url" } };
const schema: Json = { url: "postgres://db/app", schema: { sql: "create table t (id int)" } };
const migration: Json = { url: "postgres://db/app", dir: { local: { "1.sql": "select 1" } } };

interface Row {
  change: Json;
  says: string[];
  because: string;
}

describe("where a database is", () => {
  const credentials = { scheme: "postgres", host: "db" };
  it.each<Row>([
    { change: {}, says: [], because: "a URL is enough" },
    { change: { url: undefined, urlFrom: secret }, says: [], because: "a URL may be kept in a Secret" },
    { change: { url: undefined, credentials }, says: [], because: "a URL may be given in parts" },
    {
      change: { url: undefined },
      says: ["spec: no target database: give url, urlFrom or credentials, or a config that has one"],
      because: "something must be worked on",
    },
    { change: { url: undefined, config: "env {}", envName: "prod" }, says: [], because: "a project file names one" },
    {
      change: { config: "env {}" },
      says: ["spec.envName: is required with config"],
      because: "a project file has several environments",
    },
    {
      change: { urlFrom: secret },
      says: ["spec: at most one of url, urlFrom and credentials may be given, but url and urlFrom are"],
      because: "the Secret would win in silence",
    },
    {
      change: { url: "db.example/app:s3cret" },
      says: ["spec.url: must begin with a driver, as in postgres://user:password@host:5432/database"],
      because: "nothing of a URL is shown: it may hold a password",
    },
    {
      change: { url: "postgress://user:s3cret@db/app" },
      says: [
        'spec.url: unknown driver: "postgress" is not one of sqlite, sqlite3, libsql, mysql, mariadb, maria, postgres, postgresql, ysql, crdb, dsql, redshift, oracle, snowflake, databricks, spanner, clickhouse, sqlserver, azuresql, mssql; did you mean postgres?',
      ],
      because: "a slip in the driver is named, the rest is not shown",
    },
    { change: { url: "mysql+unix:///run/mysqld.sock" }, says: [], because: "a suffix says how to connect" },
    { change: { devURL: "docker://postgres/18/dev" }, says: [], because: "the command line can start a dev database" },
    {
      change: { url: undefined, credentials: { password: "p" } },
      says: [
        "spec.credentials.scheme: is required",
        "spec.credentials.host: is required, or hostFrom",
        "spec.credentials.user: is required with a password, which would not be sent without it",
      ],
      because: "parts must make a URL",
    },
    {
      change: { url: undefined, credentials: { ...credentials, user: "u", userFrom: secret } },
      says: ["spec.credentials: at most one of user and userFrom may be given, but both are"],
      because: "only one of them would be used",
    },
    {
      change: { devDB: { spec: { containers: [] } } },
      says: ["spec.devURL: is required with devDB: it says how to connect to the pod"],
      because: "the pod alone does not say how",
    },
    {
      change: { url: undefined, urlFrom: {}, vars: [{ value: "x" }] },
      says: ["spec.urlFrom.secretKeyRef: is required", "spec.vars[0].key: is required"],
      because: "what names nothing is a slip",
    },
    {
      change: {
        vars: [
          { key: "näme-2", value: "x" },
          { key: 'leak = file("/etc/passwd") #', value: "x" },
        ],
      },
      says: [
        `spec.vars[1].key: "leak = file(\\"/etc/passwd\\") #" is no name of a variable: letters, digits, _ and -, a letter or _ first`,
      ],
      because: "a name is written into a project file, where anything else would be code",
    },
  ])("is told for both kinds alike: $because", ({ change, says }) => {
    expect(faults("AtlasSchema", { ...schema, ...change })).toEqual(says);
    expect(faults("AtlasMigration", { ...migration, ...change })).toEqual(says);
  });

  it("never shows a secret value that is of a wrong type or form", () => {
    const spec = { ...schema, url: undefined, urlFrom: { secretKeyRef: 7 } };
    expect(faults("AtlasSchema", spec, "resolved")).toEqual([
      "spec.urlFrom.secretKeyRef: must be a string, not a number",
    ]);
  });
});

describe("the desired schema", () => {
  it.each<Row>([
    { change: { schema: { hcl: 'schema "public" {}' } }, says: [], because: "it may be written in HCL" },
    {
      change: { schema: undefined },
      says: ["spec.schema: is required, unless a config has it"],
      because: "a database without a desired state is nobody's wish",
    },
    {
      change: { schema: { sql: "", hcl: "" } },
      says: ["spec.schema: exactly one of sql, hcl, url and configMapKeyRef must be given, but sql and hcl are"],
      because: "two desired states cannot both hold",
    },
    {
      change: { schema: { url: "file://schema.sql" } },
      says: ["spec.schema.url: must begin with atlas://, as only the registry of Atlas Cloud is read by URL"],
      because: "a cluster has no such file",
    },
    {
      change: { schema: { configMapKeyRef: { name: "s", key: "schema.txt" } } },
      says: ['spec.schema.configMapKeyRef.key: "schema.txt" must end in .sql or .hcl'],
      because: "the name tells the language",
    },
    {
      change: { policy: { diff: { skip: { drop_colum: true } } } },
      says: ["spec.policy.diff.skip.drop_colum: unknown field; did you mean drop_column?"],
      because: "a policy that is not applied destroys data",
    },
  ])("$because", ({ change, says }) => {
    expect(faults("AtlasSchema", { ...schema, ...change })).toEqual(says);
  });
});

describe("a directory of migrations", () => {
  const down = (allow: boolean, autoApprove: boolean) => ({
    protectedFlows: { migrateDown: { allow, autoApprove } },
  });
  const remote = { dir: { remote: { name: "app" } }, cloud: { tokenFrom: secret } };
  it.each<Row>([
    { change: { dir: { configMapRef: { name: "migrations" } } }, says: [], because: "it may be a ConfigMap" },
    { change: { dir: undefined }, says: ["spec.dir: is required"], because: "without one there is nothing to apply" },
    {
      change: { dir: {} },
      says: ["spec.dir: exactly one of local, configMapRef and remote must be given, but none is"],
      because: "an empty directory is none",
    },
    {
      change: { dir: { local: {}, configMapRef: { name: "m" } } },
      says: ["spec.dir: exactly one of local, configMapRef and remote must be given, but local and configMapRef are"],
      because: "two directories cannot both be applied",
    },
    { change: remote, says: [], because: "it may be kept in Atlas Cloud" },
    {
      change: { dir: { remote: {} } },
      says: ["spec.dir.remote.name: is required", "spec.cloud.tokenFrom: is required with dir.remote"],
      because: "Atlas Cloud asks who is there and for what",
    },
    {
      change: { cloud: { url: "https://atlas.example.com" } },
      says: ["spec.cloud.tokenFrom: is required with cloud.url: no other token is sent there"],
      because: "the token of the environment is not for an address that an object chooses",
    },
    {
      change: { cloud: { url: "https://atlas.example.com", tokenFrom: secret } },
      says: [],
      because: "an account may be elsewhere",
    },
    { change: down(true, true), says: [], because: "going down may be allowed" },
    {
      change: down(true, false),
      says: [
        "spec.protectedFlows.migrateDown.autoApprove: must be true where allow is and the directory is not in Atlas Cloud: nobody could approve",
      ],
      because: "an approval needs somebody to give it",
    },
    { change: { ...remote, ...down(true, false) }, says: [], because: "Atlas Cloud approves" },
    {
      change: { ...remote, ...down(true, true) },
      says: [
        "spec.protectedFlows.migrateDown.autoApprove: must not be true with dir.remote: Atlas Cloud approves going down",
      ],
      because: "upstream refuses to go around Atlas Cloud",
    },
    {
      change: { execOrder: "linaer" },
      says: ['spec.execOrder: "linaer" is not one of linear, linear-skip, non-linear; did you mean linear?'],
      because: "the order decides what is run",
    },
  ])("$because", ({ change, says }) => {
    expect(faults("AtlasMigration", { ...migration, ...change })).toEqual(says);
  });

  it("is files by name in resolved form, whatever it was before", () => {
    const spec = { ...migration, dir: { configMapRef: { "1.sql": "select 1" } } };
    expect(faults("AtlasMigration", spec, "resolved")).toEqual([]);
    expect(faults("AtlasMigration", { ...spec, dir: { configMapRef: { name: 1 } } }, "resolved")).toEqual([
      "spec.dir.configMapRef.name: must be a string, not a number",
    ]);
  });
});
