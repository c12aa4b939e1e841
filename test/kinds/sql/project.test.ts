import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { locate } from "../../../provider/kinds/sql/connection";
import { migrationKind } from "../../../provider/kinds/sql/migration";
import { schemaKind } from "../../../provider/kinds/sql/schema";
import { computeSum, readMigrationFiles } from "../../../provider/schema";
import type { AtlasMigrationSpec, AtlasSchemaSpec } from "../../../sdk/model";
import { Schema, withMigrationSum } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import { buildEngine } from "../../../tools/schema/build-engine";
import { rowsOf, script } from "../../schema/databases";

type SchemaSpec = Resolved<AtlasSchemaSpec>;

let directory = "";
let count = 0;
let url = "";
const at = (name: string) => path.join(directory, name);
const everything = () => ({ files: { directory }, environment: true, programs: true });

beforeAll(async () => {
  await buildEngine();
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-kinds-"));
});
beforeEach(() => {
  url = `sqlite://${at(`${++count}.db`)}`;
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const USERS = "create table users (id integer primary key);";
const project = (env: string, rest = "") => `${rest}\nvariable "url" {\n  type = string\n}\nenv "it" {\n${env}\n}\n`;

const spec = (config: string, more: Partial<SchemaSpec> = {}): SchemaSpec => ({
  config,
  envName: "it",
  vars: [{ key: "url", valueFrom: { secretKeyRef: url } }],
  ...more,
});

const tables = async () =>
  (await rowsOf(url, "select name from sqlite_master where type = 'table' order by 1")).map(([name]) => name);

describe("an AtlasSchema with a project file", () => {
  it("takes database, schema and exclusions from the environment before its own", async () => {
    await script(url, "create table kept (id integer)");
    writeFileSync(at("own.sql"), USERS);
    const config = project('url = var.url\nsrc = "file://own.sql"\nexclude = ["kept"]');
    const declared = spec(config, {
      url: `sqlite://${at("other.db")}`,
      schema: { sql: "create table other (id integer);" },
      exclude: ["nothing"],
    });
    const run = { firstRun: true, allow: everything() };
    const outlook = await schemaKind.foresee(declared, run);
    expect(outlook.steps.map(({ title }) => title)).toEqual(['create "users" table']);
    expect(await tables()).toEqual(["kept"]);
    const report = await schemaKind.apply(declared, run);
    expect(report.database).toBe(url);
    expect(await locate(declared, everything())).toBe(url);
    expect(await tables()).toEqual(["kept", "users"]);
    expect((await schemaKind.foresee(declared, run)).steps).toEqual([]);
    expect((await schemaKind.drop?.(declared, run))?.steps.map(({ title }) => title)).toContain("DROP TABLE `users`");
    expect(await tables()).toEqual(["kept"]);
  });

  it("keeps its own schema where the environment names none, also when it is called by upstream's name", async () => {
    for (const src of ["", 'src = "file://schema.sql"']) {
      const declared = spec(project(`url = var.url\n${src}`), { schema: { sql: USERS } });
      const outlook = await schemaKind.foresee(declared, { firstRun: true });
      expect(outlook.steps.map(({ title }) => title)).toEqual(['create "users" table']);
    }
  });

  it("gives variables and the environment's own attributes to a schema in HCL", async () => {
    const hcl = `variable "name" {\n  type = string\n}\nvariable "schema" {\n  type = string\n}
      schema "main" {\n  name = var.schema\n}
      table "t" {\n  schema = schema.main\n  column "name" {\n    type = text\n    default = var.name\n  }\n}`;
    const named = spec(project('url = var.url\nschema = "main"'), { schema: { hcl } });
    const declared = { ...named, vars: [...(named.vars ?? []), { key: "name", value: "people" }] };
    await schemaKind.apply(declared, { firstRun: true });
    await script(url, "insert into t default values");
    expect(await rowsOf(url, "select name from t")).toEqual([["people"]]);
    const vars = [
      { key: "name", value: "people" },
      { key: "schema", value: "main" },
    ];
    expect((await schemaKind.foresee({ url, schema: { hcl }, vars }, { firstRun: true })).steps).toEqual([]);
  });

  it.each<{ because: string; env: string; project?: string; policy?: SchemaSpec["policy"]; drops: boolean | string }>([
    { because: "nothing forbids it", env: "", drops: true },
    { because: "the specification skips it", env: "", policy: { diff: { skip: { drop_table: true } } }, drops: false },
    {
      because: "the environment plans what the specification skips",
      env: "diff {\n  skip {\n    drop_table = false\n  }\n}",
      policy: { diff: { skip: { drop_table: true } } },
      drops: true,
    },
    {
      because: "the environment skips something else, and what the specification skips stays skipped",
      env: "diff {\n  skip {\n    drop_column = true\n  }\n}",
      policy: { diff: { skip: { drop_table: true } } },
      drops: false,
    },
    {
      because: "the project skips it",
      env: "",
      project: "diff {\n  skip {\n    drop_table = true\n  }\n}",
      drops: false,
    },
    {
      because: "the specification refuses it",
      env: "",
      policy: { lint: { destructive: { error: true } } },
      drops: "LintPolicyError",
    },
    {
      because: "the environment allows what the specification refuses",
      env: "lint {\n  destructive {\n    error = false\n  }\n}",
      policy: { lint: { destructive: { error: true } } },
      drops: true,
    },
    {
      because: "the project refuses it, and the specification, which comes before, allows it",
      env: "",
      project: "lint {\n  destructive {\n    error = true\n  }\n}",
      policy: { lint: { destructive: { error: false } } },
      drops: true,
    },
    {
      because: "the project refuses it",
      env: "",
      project: "lint {\n  destructive {\n    error = true\n  }\n}",
      drops: "LintPolicyError",
    },
  ])("decides who says what about a dropped table: $because", async ({ env, project: all = "", policy, drops }) => {
    await script(url, USERS, "create table old (id integer)");
    const declared = spec(project(`url = var.url\n${env}`, all), { schema: { sql: USERS }, policy });
    const { refusal, steps } = await schemaKind.foresee(declared, { firstRun: false });
    expect(refusal ? Reflect.get(refusal, "reason") : steps.length > 0).toBe(drops);
  });

  it("is a first run in a database that it was not applied to before", async () => {
    await script(url, "create table precious (id integer)");
    const declared = spec(project("url = var.url"), { schema: { sql: USERS } });
    const run = { firstRun: false, appliedTo: `sqlite://${at("before.db")}` };
    await expect(schemaKind.apply(declared, run)).rejects.toThrow("precious");
    expect(await tables()).toEqual(["precious"]);
    await schemaKind.apply(declared, { ...run, appliedTo: url });
    expect(await tables()).toEqual(["users"]);
  });
});

describe("a schema from files", () => {
  it.each([
    {
      because: "the second of two files",
      files: ["create table a (id int);\n", "\n create tabel b;\n"],
      says: "2.sql:2:2: ",
    },
    {
      because: "a file with its own delimiter",
      files: ["-- atlas:delimiter //\nselec 1//\n"],
      says: "schema.sql:2:1: ",
    },
  ])("is told of by file, line and column where it is wrong: $because", async ({ files, says }) => {
    const sources = mkdtempSync(path.join(directory, "sources-"));
    for (const [index, text] of files.entries()) writeFileSync(path.join(sources, `${index + 1}.sql`), text);
    const declared = { url, schema: Schema.fromFile(sources) };
    const failure = await schemaKind.foresee(declared, { firstRun: true }).catch((error: unknown) => String(error));
    const place = files.length > 1 ? `${path.relative(process.cwd(), sources)}/${says}` : says;
    expect(failure).toContain(`SchemaSourceError: ${place}`);
  });
});

describe("an AtlasMigration with a project file", () => {
  const migration = (config: string, more: Partial<Resolved<AtlasMigrationSpec>> = {}) => ({
    ...spec(config),
    dir: withMigrationSum({ "1_users.sql": `${USERS}\n` }),
    ...more,
  });

  it("runs the directory of the environment, in its format", async () => {
    mkdirSync(at("golang"), { recursive: true });
    writeFileSync(at("golang/1_pets.up.sql"), "create table pets (id integer);\n");
    writeFileSync(at("golang/1_pets.down.sql"), "drop table pets;\n");
    const files = await readMigrationFiles(at("golang"), "golang-migrate");
    writeFileSync(at("golang/atlas.sum"), await computeSum(files, "golang-migrate"));
    const config = project('url = var.url\nmigration {\n  dir = "file://golang"\n  format = golang-migrate\n}');
    const report = await migrationKind.apply(migration(config), { firstRun: true, allow: everything() });
    expect(report).toMatchObject({ versions: ["1"], database: url });
    expect(await tables()).toEqual(["atlas_schema_revisions", "pets"]);
  });

  it("reads the folders of a format that has some, where the environment names it beside the directory", async () => {
    mkdirSync(at("flyway/sub"), { recursive: true });
    writeFileSync(at("flyway/sub/V1__pets.sql"), "create table pets (id integer);\n");
    const files = await readMigrationFiles(at("flyway"), "flyway");
    writeFileSync(at("flyway/atlas.sum"), await computeSum(files, "flyway"));
    const config = project('url = var.url\nmigration {\n  dir = "file://flyway"\n  format = flyway\n}');
    const report = await migrationKind.apply(migration(config), { firstRun: true, allow: everything() });
    expect(report).toMatchObject({ versions: ["1"] });
  });

  it("runs templates that the project fills in, and its own directory under upstream's name", async () => {
    mkdirSync(at("templates"), { recursive: true });
    writeFileSync(at("templates/2_t.sql"), "create table {{ .Name }} (id integer);\n");
    const data = `data "template_dir" "d" {\n  path = "${at("templates")}"\n  vars = { Name = "made" }\n}`;
    const made = project("url = var.url\nmigration {\n  dir = data.template_dir.d.url\n}", data);
    expect((await migrationKind.apply(migration(made), { firstRun: true, allow: everything() })).versions).toEqual([
      "2",
    ]);
    url = `sqlite://${at(`${++count}.db`)}`;
    const own = project('url = var.url\nmigration {\n  dir = "file://migrations"\n}');
    expect((await migrationKind.apply(migration(own), { firstRun: true })).versions).toEqual(["1"]);
  });

  it("takes baseline, order and transactions from the environment before its own", async () => {
    await script(url, USERS);
    const config = project(
      'url = var.url\ntx_mode = "none"\nmigration {\n  baseline = "1"\n  exec_order = NON_LINEAR\n}',
    );
    const declared = migration(config, { baseline: "9", execOrder: "linear" });
    const { steps } = await migrationKind.foresee(declared, { firstRun: true });
    expect(steps.map(({ title }) => title)).toEqual(["note 1_users.sql as baseline"]);
  });
});

describe("a project file that cannot be served is refused before anything is changed", () => {
  it.each<{ because: string; config: string; more?: Partial<SchemaSpec>; says: string; allow?: object }>([
    { because: "no such environment", config: 'env "x" {}', says: 'env "it" not defined in config file' },
    {
      because: "a variable without a value",
      config: project("url = var.url", 'variable "region" {\n  type = string\n}'),
      says: 'missing value for required variable "region"',
    },
    {
      because: "an unsupported block",
      config: project("url = var.url\ntest {\n}"),
      says: 'block "test" is not supported in env "it"',
    },
    {
      because: "several databases",
      config: project('for_each = toset(["a", "b"])\nurl = each.value'),
      says: 'env "it" stands for 2 databases',
    },
    {
      because: "a program that nobody allowed",
      config: project(
        "url = var.url\nsrc = data.external_schema.p.url",
        'data "external_schema" "p" {\n  program = ["touch", "/nowhere"]\n}',
      ),
      allow: { files: { directory: "/" }, environment: true },
      says: "data.external_schema.p runs the program touch, which is not allowed here",
    },
    {
      because: "files that nobody allowed",
      config: project('url = var.url\nsrc = "file:///etc/passwd"'),
      says: "file:///etc/passwd reads files, which is not allowed here",
    },
    {
      because: "a source that is no file",
      config: project('url = var.url\nsrc = "postgres://u:geheim@h/db"'),
      says: "a source of postgres:// is not supported",
    },
    { because: "no database", config: 'env "it" {}', more: { vars: [] }, says: "no target database is defined" },
    { because: "no schema", config: project("url = var.url"), says: "the desired schema is not set" },
    {
      because: "text that is not HCL",
      config: 'env "it" {',
      says: "spec.config:1:10: Unclosed configuration block",
    },
    {
      because: "text of a secret that is not HCL",
      config: "",
      more: { config: undefined, configFrom: { secretKeyRef: 'env "it" {' } },
      says: "spec.configFrom:1:10: Unclosed configuration block",
    },
    {
      because: "an unknown word",
      config: project('url = var.url\ntx_mode = "some"'),
      more: { schema: { sql: USERS } },
      says: 'unknown tx-mode "some"',
    },
  ])("$because", async ({ config, more, says, allow }) => {
    await script(url, "create table there (id integer)");
    const declared = spec(config, more);
    const failure = await schemaKind.apply(declared, { firstRun: true, allow }).catch((error: unknown) => error);
    expect(String(failure)).toContain(says);
    expect(String(failure)).not.toContain("geheim");
    expect(await tables()).toEqual(["there"]);
  });

  it("runs the program where that is allowed", async () => {
    const program = JSON.stringify([process.execPath, "-e", `process.stdout.write(${JSON.stringify(USERS)})`]);
    const data = `data "external_schema" "orm" {\n  program = ${program}\n}`;
    const declared = spec(project("url = var.url\nsrc = data.external_schema.orm.url", data));
    await schemaKind.apply(declared, { firstRun: true, allow: { programs: true } });
    expect(await tables()).toEqual(["users"]);
  });
});
