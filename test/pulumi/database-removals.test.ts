import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { check, create, DeclaredDatabases, read, remove } from "../../provider/pulumi/sql/service";
import { withMigrationSum } from "../../sdk/model";
import { buildEngine } from "../../tools/schema/build-engine";
import { rowsOf, script } from "../schema/databases";

type Json = Record<string, unknown>;

beforeAll(() => buildEngine());

const noConfig = () => undefined;
let at = "";
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), "atlas-iac-removals-"));
});
afterEach(() => rmSync(at, { recursive: true }));

const urlOf = (file = "shop") => `sqlite://${at}/${file}.db`;
const USERS = "create table users (id int primary key);";
const PETS = "create table pets (id int primary key);";

/** Inputs of a resource that would drop what it declares. */
function schema(name: string, sql: string, more: Json = {}): Json {
  const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasSchema::${name}`;
  const declared = { urlFrom: { secretKeyRef: urlOf() }, schema: { sql }, __onDelete: "drop" };
  return { __kind: "AtlasSchema", __urn: urn, ...declared, ...more };
}

function migration(name: string, files: Record<string, string>): Json {
  const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasMigration::${name}`;
  const target = { urlFrom: { secretKeyRef: urlOf() }, baseline: "1" };
  return { __kind: "AtlasMigration", __urn: urn, ...target, dir: { local: withMigrationSum(files).local } };
}

/** Of the database, in the order of their names. */
const tables = async (url = urlOf()) =>
  (await rowsOf(url, "select name from sqlite_master where type = 'table' order by 1")).map(([name]) => name);

/** One run of the engine: it checks what the program declares, makes what is new, and then deletes. */
async function run(declared: readonly { olds?: Json; news: Json }[], deleted: Json): Promise<void> {
  const ofRun = new DeclaredDatabases();
  for (const { olds = {}, news } of declared) {
    expect((await check(noConfig, olds, news, ofRun)).failures).toEqual([]);
    if (Object.keys(olds).length === 0) await create(noConfig, news);
  }
  await remove(noConfig, deleted, ofRun);
}

describe("a resource that is deleted, and would drop what it declares", () => {
  const first = schema("s1", USERS);
  const made = async (inputs = schema("s1", USERS)) => {
    const { outs } = await create(noConfig, inputs);
    await script(urlOf(), "insert into users values (7)");
    return outs;
  };
  const users = () => rowsOf(urlOf(), "select id from users");

  it("drops it where the program declares nothing else", async () => {
    await run([], await made());
    expect(await tables()).toEqual([]);
  });

  it.each<{ because: string; news: () => Json }>([
    { because: "it got another name", news: () => schema("s2", USERS) },
    { because: "it is made anew under its own name", news: () => schema("s1", USERS) },
    {
      because: "it got another name and leaves the table to others",
      news: () => schema("s2", "", { exclude: ["users"] }),
    },
    {
      because: "its database is called otherwise",
      news: () => schema("s2", USERS, { urlFrom: { secretKeyRef: `sqlite://${at}/./shop.db` } }),
    },
    { because: "migrations take the database over", news: () => migration("m", { "1.sql": `${USERS}\n` }) },
  ])("keeps its tables and their rows where $because", async ({ news }) => {
    await run([{ news: news() }], await made());
    expect(await users()).toEqual([["7"]]);
  });

  it("drops its own, and keeps what another one has declared there all along", async () => {
    const outs = await made(schema("s1", `${USERS}${PETS}`, { exclude: ["toys"] }));
    const other = schema("s2", `${PETS}create table toys (id int primary key);`, { exclude: ["users"] });
    await create(noConfig, other);
    await script(urlOf(), "insert into pets values (8)");
    await run([{ olds: other, news: other }], outs);
    expect(await tables()).toEqual(["pets", "toys"]);
    expect(await rowsOf(urlOf(), "select id from pets")).toEqual([["8"]]);
  });

  it("drops what it declares where the others are about another database", async () => {
    const outs = await made();
    await run([{ news: schema("s2", USERS, { urlFrom: { secretKeyRef: urlOf("other") } }) }], outs);
    expect(await tables()).toEqual([]);
    expect(await tables(urlOf("other"))).toEqual(["users"]);
  });

  it("is refused where it cannot be told whether another one needs the tables", async () => {
    const outs = await made();
    const away = {
      ...first,
      __urn: `${first.__urn}2`,
      urlFrom: { secretKeyRef: "postgres://u:s3cret@127.0.0.1:1/shop" },
    };
    const failed = run([{ olds: away, news: away }], outs);
    await expect(failed).rejects.toThrow(/whether AtlasSchema "s12" is about .*shop.db as well cannot be told/);
    await expect(failed).rejects.not.toThrow("s3cret");
    expect(await users()).toEqual([["7"]]);
  });
});

describe("a resource with a project file that is deleted, and would drop what it declares", () => {
  const project = (more = "") => ({
    ...{ urlFrom: undefined, schema: undefined, envName: "it" },
    config: `env "it" {\n  url = "${urlOf()}"\n  src = "file://${at}/schema.sql"\n${more}}\n`,
  });
  const declare = (sql: string, name = "schema.sql") => writeFileSync(join(at, name), sql);

  it("drops what was applied, not what the files say by now", async () => {
    declare(USERS);
    const { outs } = await create(noConfig, schema("s1", "", project()));
    await script(urlOf(), "create table precious (id int)", "insert into precious values (7)");
    declare(`${USERS}create table precious (id int);`);
    await run([], outs);
    expect(await rowsOf(urlOf(), "select id from precious")).toEqual([["7"]]);
    expect(await tables()).toEqual(["precious"]);
  });

  it("needs neither the files nor the values that they were read with", async () => {
    declare(
      'table "users" {\n  schema = schema.main\n  column "id" {\n    type = int\n    null = var.empty\n  }\n}\nschema "main" {}\n',
      "schema.hcl",
    );
    declare('variable "empty" {\n  type = bool\n}\n', "variables.hcl");
    const src = `  empty = true\n  src = ["file://${at}/schema.hcl", "file://${at}/variables.hcl"]\n`;
    const { config, ...others } = project();
    const inputs = schema("s1", "", { ...others, config: `env "it" {\n  url = "${urlOf()}"\n${src}}\n` });
    const { id, outs } = await create(noConfig, inputs);
    expect(await tables()).toEqual(["users"]);
    rmSync(join(at, "schema.hcl"));
    expect((await read(noConfig, id, outs)).props).toMatchObject({ status: { pending: [] } });
    await run([], outs);
    expect(await tables()).toEqual([]);
  });

  it("drops nothing where state does not tell what was applied, and the files are others", async () => {
    declare(USERS);
    const { outs } = await create(noConfig, schema("s1", "", project()));
    const ofOld = { ...outs, __connection: {} };
    declare(`${USERS}${PETS}`);
    await expect(run([], ofOld)).rejects.toThrow('what AtlasSchema "s1" applied to');
    expect(await tables()).toEqual(["users"]);
    declare(USERS);
    await run([], ofOld);
    expect(await tables()).toEqual([]);
  });
});
