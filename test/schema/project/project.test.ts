import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import {
  desiredFromProject,
  evaluateProject,
  type ProjectRequest,
  readProject,
} from "../../../provider/schema/project/project";
import { parseDirectory } from "../../../provider/schema/versioned/directory";
import { buildEngine } from "../../../tools/schema/build-engine";

let directory = "";
const at = (name: string) => path.join(directory, name);
beforeAll(async () => {
  await buildEngine();
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-project-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const evaluate = (text: string, rest: Omit<ProjectRequest, "config"> = { envName: "local" }) =>
  evaluateProject({ config: { name: "atlas.hcl", text }, ...rest });

const first = async (text: string, rest?: Omit<ProjectRequest, "config">) => (await evaluate(text, rest)).envs[0];

describe("a project file", () => {
  it("gives everything that an environment can say", async () => {
    const env = await first(`
      env "local" {
        url = "sqlite://a.db"
        dev = "sqlite://dev?mode=memory"
        src = ["file://a.sql", "file://b.sql"]
        schemas = ["main"]
        exclude = ["x.*"]
        tx_mode = "none"
        tenant = "acme"
        migration {
          dir = "file://migrations"
          format = golang-migrate
          baseline = "1"
          exec_order = LINEAR_SKIP
          lock_timeout = "3s"
          revisions_schema = "main"
        }
        diff {
          skip { drop_table = true }
          concurrent_index { create = true }
        }
        lint {
          latest = 2
          review = ERROR
          destructive { error = false }
        }
        format {
          schema { apply = "{{ json . }}" }
          migrate { status = "{{ .Status }}" }
        }
      }`);
    expect(env).toEqual({
      name: "local",
      place: { file: "atlas.hcl", line: 2, column: 7 },
      url: "sqlite://a.db",
      devUrl: "sqlite://dev?mode=memory",
      src: ["file://a.sql", "file://b.sql"],
      schemas: ["main"],
      exclude: ["x.*"],
      txMode: "none",
      migration: {
        dir: "file://migrations",
        format: "golang-migrate",
        baseline: "1",
        execOrder: "linear-skip",
        lockTimeout: "3s",
        revisionsSchema: "main",
      },
      diff: { skip: ["drop_table"], concurrentCreate: true, concurrentDrop: undefined },
      lint: { errors: { destructive: false }, latest: 2, format: undefined },
      formats: { "schema.apply": "{{ json . }}", "migrate.status": "{{ .Status }}" },
      attributes: { tenant: ["acme"] },
    });
  });

  it("takes variables, locals and the language's functions", async () => {
    const text = `
      variable "host" { type = string }
      variable "tags" {
        type    = list(string)
        default = []
      }
      locals { name = "\${var.host}-\${atlas.env}" }
      env "local" {
        url = urlsetpath("postgres://\${local.name}/", upper("db"))
        tags = var.tags
      }`;
    const variables = { host: ["h"], tags: ["a", "b"] };
    expect(await first(text, { envName: "local", variables })).toMatchObject({
      url: "postgres://h-local/DB",
      attributes: { tags: { value: ["a", "b"] } },
    });
  });

  it("has one block for all environments that have none of their own, and several from for_each", async () => {
    const text = `
      env { 
        name = atlas.env
        url  = "sqlite://\${atlas.env}.db"
      }
      env "many" {
        for_each = toset(["a", "b"])
        url      = "sqlite://\${each.value}.db"
      }`;
    expect(await first(text, { envName: "any" })).toMatchObject({ name: "any", url: "sqlite://any.db" });
    const { envs } = await evaluate(text, { envName: "many" });
    expect(envs.map((env) => env.url)).toEqual(["sqlite://a.db", "sqlite://b.db"]);
  });

  it("evaluates nothing of other environments, and no data source that nobody refers to", async () => {
    const text = `
      data "sql" "x" {
        url   = "nope://h"
        query = "select 1"
      }
      env "other" { url = data.sql.x.value }
      env "local" { url = "sqlite://a.db" }`;
    expect(await first(text.replace('env "other" { url = data.sql.x.value }', ""))).toMatchObject({
      url: "sqlite://a.db",
    });
  });

  it("hands on to environments what holds for all of them", async () => {
    const text = `
      diff {
        skip { drop_column = true }
      }
      lint {
        latest = 1
        data_depend { error = true }
      }
      env "local" {
        diff {
          concurrent_index { drop = true }
        }
      }`;
    expect(await first(text)).toMatchObject({
      diff: { skip: ["drop_column"], concurrentDrop: true },
      lint: { errors: { data_depend: true }, latest: 1 },
    });
    expect(await evaluate(text, {})).toMatchObject({ envs: [], diff: { skip: ["drop_column"] } });
  });
});

describe("data sources", () => {
  it("query databases", async () => {
    const url = `sqlite://${at("tenants.db")}`;
    await withSession(url, {}, async (session) => {
      await session.execute("create table t (n text)");
      await session.execute("insert into t values ('a'), ('b'), ('c')");
    });
    const { envs } = await evaluate(`
      data "sql" "tenants" {
        url   = "${url}"
        query = "select n from t where n <> ? order by n"
        args  = ["c"]
      }
      env "local" {
        for_each = toset(data.sql.tenants.values)
        url      = "sqlite://\${each.value}?n=\${data.sql.tenants.count}&f=\${data.sql.tenants.value}"
      }`);
    expect(envs.map((env) => env.url)).toEqual(["sqlite://a?n=2&f=a", "sqlite://b?n=2&f=a"]);
  });

  it("read, fill in and run what makes a schema", async () => {
    writeFileSync(at("schema.hcl"), 'variable "n" { type = string }\nschema "main" {}\n');
    mkdirSync(at("templates/shared"), { recursive: true });
    writeFileSync(at("templates/1_a.sql"), '{{ template "shared/users" .Name }}\n');
    writeFileSync(
      at("templates/shared/users.tmpl"),
      '{{ define "shared/users" }}create table {{ . }} (id int);{{ end }}',
    );
    writeFileSync(
      at("atlas.hcl"),
      `data "hcl_schema" "app" {
         path = "${at("schema.hcl")}"
         vars = { n = "x" }
       }
       data "external_schema" "orm" {
         program = ["node", "-e", "process.stdout.write('create table t (id int);')"]
       }
       data "template_dir" "dir" {
         path = "${at("templates")}"
         vars = { Name = "users" }
       }
       env "hcl" { src = data.hcl_schema.app.url }
       env "orm" {
         src = data.external_schema.orm.url
         text = file("schema.hcl")
         files = fileset("*.hcl")
       }
       env "dir" {
         migration { dir = data.template_dir.dir.url }
       }`,
    );
    const hcl = await readProject(at("atlas.hcl"), { envName: "hcl" });
    expect(await desiredFromProject(hcl.envs[0]?.src ?? [], hcl)).toMatchObject({
      hcl: [{ name: at("schema.hcl") }],
      variables: { n: ["x"] },
    });
    const orm = await readProject(at("atlas.hcl"), { envName: "orm" });
    expect((await desiredFromProject(orm.envs[0]?.src ?? [], orm)).sql?.[0]?.text).toBe("create table t (id int);");
    expect(orm.envs[0]?.attributes).toEqual({
      text: ['variable "n" { type = string }\nschema "main" {}\n'],
      files: { value: [at("atlas.hcl"), at("schema.hcl")] },
    });
    const dir = await readProject(at("atlas.hcl"), { envName: "dir" });
    const files = dir.sources.directories.get(dir.envs[0]?.migration.dir ?? "") ?? {};
    expect(files["1_a.sql"]).toBe("create table users (id int);\n");
    expect((await parseDirectory(files, "sqlite")).fault).toBeUndefined();
  });
});

describe("a project file that cannot be used", () => {
  const cases: { because: string; text: string; says: string | RegExp; rest?: Omit<ProjectRequest, "config"> }[] = [
    { because: "it is not HCL", text: 'env "x" {', says: "atlas.hcl:1:9: Unclosed configuration block" },
    {
      because: "a variable has no value",
      text: 'variable "v" { type = string }',
      says: 'missing value for required variable "v"',
    },
    { because: "the environment is not there", text: 'env "x" {}', says: 'env "local" not defined in config file' },
    {
      because: "a block is unknown",
      text: "atlas {\n}",
      says: 'atlas.hcl:1:1: block "atlas" is not supported in a project file',
    },
    {
      because: "a block of an environment is unknown",
      text: 'env "local" {\n  test {\n  }\n}',
      says: 'atlas.hcl:2:3: block "test" is not supported in env "local"',
    },
    {
      because: "a block within is unknown",
      text: 'env "local" {\n  lint {\n    git {\n    }\n  }\n}',
      says: /3:5: block "git" is not supported in env "local" lint/,
    },
    {
      because: "an attribute is unknown",
      text: "diff {\n  skip {\n    drop_everything = true\n  }\n}",
      says: /atlas\.hcl:3:5: .*diff skip: attribute "drop_everything" is not supported/,
    },
    {
      because: "a word is none of those known",
      text: 'env "local" {\n  migration {\n    exec_order = "sometimes"\n  }\n}',
      says: 'atlas.hcl:3:5: env "local" migration: unknown execution order: "sometimes"',
    },
    {
      because: "a duration is none",
      text: 'env "local" {\n  migration {\n    lock_timeout = "soon"\n  }\n}',
      says: 'atlas.hcl:3:5: env "local" migration: time: invalid duration "soon"',
    },
    {
      because: "a data source lacks an attribute",
      text: 'data "sql" "p" {\n  url = "x"\n}\nenv "local" {\n  url = data.sql.p.value\n}',
      says: "atlas.hcl:1:1: data.sql.p: query is missing",
    },
    {
      because: "a data source has an unknown attribute",
      text: 'data "sql" "p" {\n  url = "x"\n  query = "y"\n  querry = "z"\n}\nenv "local" {\n  url = data.sql.p.value\n}',
      says: 'atlas.hcl:4:3: data.sql.p: attribute "querry" is not supported',
    },
    {
      because: "an attribute has another type",
      text: 'env "local" {\n  schemas = "a"\n}',
      says: 'atlas.hcl:2:3: env "local": schemas must be a list',
    },
    {
      because: "a data source is unknown",
      text: 'data "runtimevar" "p" {\n  url = "x"\n}\nenv "local" {\n  url = data.runtimevar.p\n}',
      says: "atlas.hcl:1:1: data.runtimevar.p: this kind of data source is not supported",
    },
    {
      because: "a data source has an unknown block",
      text: 'data "sql" "p" {\n  x {\n  }\n}\nenv "local" {\n  url = data.sql.p.value\n}',
      says: 'atlas.hcl:2:3: block "x" is not supported',
    },
    {
      because: "a reference leads nowhere",
      text: 'env "local" {\n  url = var.nope\n}',
      says: /atlas\.hcl:2:12: Unsupported attribute/,
    },
    { because: "an env has no name", text: "env {\n}", says: "an env block has a label" },
    {
      because: "programs are not allowed",
      text: 'data "external_schema" "p" {\n  program = ["rm", "-rf", "/nowhere"]\n}\nenv "local" {\n  src = data.external_schema.p.url\n}',
      says: "runs the program rm, which is not allowed here",
    },
    {
      because: "files are not allowed",
      text: 'env "local" {\n  url = file("/etc/passwd")\n}',
      says: "reads files, which is not allowed here",
    },
    {
      because: "the environment is not allowed",
      text: 'env "local" {\n  url = getenv("HOME")\n}',
      says: "reads the environment, which is not allowed here",
    },
    {
      because: "a program fails",
      rest: { envName: "local", allow: { programs: true } },
      text: 'data "external_schema" "p" {\n  program = ["node", "-e", "console.error(`no schema`); process.exit(3)"]\n}\nenv "local" {\n  src = data.external_schema.p.url\n}',
      says: "node failed: no schema",
    },
  ];
  it.each(cases)("says so: $because", async ({ text, says, rest }) => {
    await expect(evaluate(text, rest)).rejects.toThrow(says);
  });
});
