import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ResourceLog } from "../../provider/pulumi/engine-log";
import { type DatabaseContext, databaseContext } from "../../provider/pulumi/sql/context";
import { lookAhead, lookForDrift } from "../../provider/pulumi/sql/look-ahead";
import { check, create, DeclaredDatabases, diff, read, update } from "../../provider/pulumi/sql/service";
import { withMigrationSum } from "../../sdk/model";
import { buildEngine } from "../../tools/schema/build-engine";

type Json = Record<string, unknown>;

beforeAll(() => buildEngine());

const noConfig = () => undefined;
let at = "";
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), "atlas-iac-previews-"));
});
afterEach(() => rmSync(at, { recursive: true }));

function inputsOf(kind: string, more: Json): Json {
  const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:${kind}::it`;
  return { __kind: kind, __urn: urn, urlFrom: { secretKeyRef: `sqlite://${at}/shop.db` }, ...more };
}

function inDatabase(sql: string): void {
  const database = new DatabaseSync(join(at, "shop.db"));
  database.exec(sql);
  database.close();
}

/** What is said while something is done, and how. */
async function linesOf(inputs: Json, work: (context: DatabaseContext) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const keep = (as: string) => (text: string) => void lines.push(`${as}: ${text}`);
  const log: ResourceLog = { info: keep("info"), warn: keep("warn"), progress: keep("progress") };
  await work({ ...databaseContext(noConfig, inputs), log });
  return lines;
}

/** What is said of drift, and how. */
const driftOf = (inputs: Json) => linesOf(inputs, lookForDrift);

describe("SQL that is made of a secret of the program", () => {
  it("is not shown, only how much of it there is", async () => {
    const schema = { sql: "create table users (id int, name text default 'geheim123');" };
    const declared = (__confidential: boolean) => inputsOf("AtlasSchema", { schema, __confidential });
    const ahead = (inputs: Json) => linesOf(inputs, (context) => lookAhead(context, { firstRun: true }));
    expect((await ahead(declared(false))).join()).toContain("geheim123");
    const told = await ahead(declared(true));
    expect(told).toEqual([expect.stringMatching(/^info: 1 step separates .*\. The SQL is not shown, as /)]);
    expect((await driftOf(declared(true))).join()).toMatch(/runs what separates them\. The SQL is not shown/);
    expect([...told, ...(await driftOf(declared(true)))].join()).not.toContain("geheim123");
  });
});

describe("a preview of what nobody declared anew, in a database that others changed", () => {
  const policy = { lint: { destructive: { error: true } } };
  const declared = () => inputsOf("AtlasSchema", { schema: { sql: "create table users (id int);" }, policy });

  it("says what they changed, and neither fails nor tells of SQL that the update would not run", async () => {
    const inputs = declared();
    const preview = { ...inputs, __preview: true };
    const { id, outs } = await create(noConfig, inputs);
    expect(await driftOf(inputs)).toEqual(["progress: The database is as declared."]);

    inDatabase("drop table users");
    expect(await check(noConfig, inputs, preview, new DeclaredDatabases())).toMatchObject({ failures: [] });
    expect(await diff(noConfig, outs, preview)).toMatchObject({ changes: false });
    const [line, ...more] = await driftOf(inputs);
    expect(more).toEqual([]);
    expect(line).toMatch(/^warn: .*left as it is until `pulumi refresh`.*\n.*\nCREATE TABLE /s);

    const { props } = await read(noConfig, id, outs);
    expect(await diff(noConfig, props, preview)).toMatchObject({ changes: true });
  });

  it("fails over what is not allowed only where it would run", async () => {
    const inputs = declared();
    const preview = { ...inputs, __preview: true };
    const { id, outs } = await create(noConfig, inputs);
    inDatabase("create table others (id int)");
    expect(await check(noConfig, inputs, preview, new DeclaredDatabases())).toMatchObject({ failures: [] });
    expect(await diff(noConfig, outs, preview)).toMatchObject({ changes: false });
    expect((await driftOf(inputs)).join()).toMatch(/DROP TABLE .*That would be refused: .*destructive/s);

    const { props } = await read(noConfig, id, outs);
    await expect(diff(noConfig, props, preview)).rejects.toThrow("destructive");
    const widened = { ...preview, schema: { sql: "create table users (id int, name text);" } };
    await expect(diff(noConfig, outs, widened)).rejects.toThrow("destructive");
  });

  it("does not fail where the database cannot be read", async () => {
    const inputs = declared();
    const { outs } = await create(noConfig, inputs);
    writeFileSync(join(at, "shop.db"), "no database".repeat(100));
    expect(await diff(noConfig, outs, { ...inputs, __preview: true })).toMatchObject({ changes: false });
    expect((await driftOf(inputs)).join()).toMatch(/^warn: Whether the database still is as declared cannot be told: /);
  });
});

describe("what a project file reads", () => {
  const project = (more: string) => ({ config: `env "it" {\n  ${more}\n}`, envName: "it" });
  const write = (folder: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(join(at, folder), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(at, folder, name), text);
  };
  const migrations = (files: Readonly<Record<string, string>>) => write("m", withMigrationSum(files).local);
  const first = { "1.sql": "create table users (id int);\n" };

  it.each([
    {
      because: "a file was added to the directory",
      kind: "AtlasMigration",
      config: () => ({ ...project(`migration {\n dir = "file://${at}/m"\n }`), dir: {} }),
      before: () => migrations(first),
      after: () => migrations({ ...first, "2.sql": "create table pets (id int);\n" }),
    },
    {
      because: "the schema is another one",
      kind: "AtlasSchema",
      config: () => project(`src = "file://${at}/s/schema.sql"`),
      before: () => write("s", { "schema.sql": first["1.sql"] }),
      after: () => write("s", { "schema.sql": `${first["1.sql"]}create table pets (id int);\n` }),
    },
  ])("is a part of the declaration: $because", async ({ kind, config, before, after }) => {
    before();
    const inputs = inputsOf(kind, config());
    const preview = { ...inputs, __preview: true };
    const { outs } = await create(noConfig, inputs);
    expect(await diff(noConfig, outs, preview)).toMatchObject({ changes: false });

    after();
    expect(await diff(noConfig, outs, preview)).toMatchObject({ changes: true, replaces: [] });
    const { outs: updated } = await update(noConfig, outs, inputs);
    expect(updated).toMatchObject({ status: { plan: [expect.stringMatching(/create table .?pets/i)] } });
    expect(await diff(noConfig, updated, preview)).toMatchObject({ changes: false });
  });
});
