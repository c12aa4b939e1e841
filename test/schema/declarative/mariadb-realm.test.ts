import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { runCommand as run } from "../../../tools/schema/golden/run-command";
import { startMariaDb } from "../../../tools/schema/mariadb";
import { describeOnItsOwn, rowsOf, script } from "../databases";
import { KEPT_EVERYWHERE, type Kept } from "./kept";

const KEPT: Kept[] = [
  ...KEPT_EVERYWHERE,
  {
    because: "it holds what is not managed",
    there: [
      "create view s.v as select 1 as one",
      "create function s.f() returns int return 1",
      "create procedure s.p() select 1",
      "create sequence s.q",
      "create event s.e on schedule every 1 year disable do select 1",
    ],
    names: ["view s.v", "function s.f", "procedure s.p", "sequence s.q", "event s.e"],
  },
  {
    because: "it holds the table in which migrations are noted",
    there: ["create table s.atlas_schema_revisions (version varchar(255) primary key)"],
    names: ["table s.atlas_schema_revisions"],
  },
];

describeOnItsOwn("mariadb", "a URL that is not bound to a schema", (database) => {
  let dev: Awaited<ReturnType<typeof startMariaDb>> | undefined;
  let [url, directory] = ["", ""];
  beforeAll(async () => {
    dev = await startMariaDb();
    url = new URL("/", await database().fresh()).href;
    directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-mariadb-"));
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await dev?.stop();
  });
  beforeEach(() =>
    withSession(url, {}, async (session) => {
      const { rows } = await session.query("SHOW DATABASES");
      const mine = rows.map(([name]) => name ?? "").filter((name) => !/^(?:mysql|sys|.*_schema)$/.test(name));
      for (const name of mine) await session.execute(`DROP DATABASE \`${name}\``);
    }),
  );

  const request = (text: string) => ({
    url,
    devUrl: dev?.url() ?? "",
    desired: { sql: [{ name: "schema.sql", text }] },
  });
  const wanted = () => request("create database w; create table w.wanted (id int primary key);");
  const databases = () =>
    rowsOf(url, "select schema_name from information_schema.schemata where schema_name in ('s', 'w')");

  it.each(KEPT)("keeps a schema when $because", async ({ there, request: more, names }) => {
    await script(url, "create database s", ...there);
    const failure: unknown = await applySchema({ ...wanted(), ...more }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: "WouldLose" });
    for (const name of names) expect(String(failure)).toContain(name);
    expect(await databases()).toEqual([["s"]]);
  });

  it("drops one that holds what the engine manages only", async () => {
    await script(url, "create database s", "create table s.a (id int primary key, n varchar(9), unique (n))");
    const { applied } = await applySchema({ ...wanted(), exclude: ["unrelated"] });
    expect(applied.join("\n")).toContain("DROP DATABASE `s`");
    expect(await databases()).toEqual([["w"]]);
    expect((await applySchema(wanted())).applied).toEqual([]);
  });

  it("leaves one alone that is excluded", async () => {
    await script(url, "create database s", "create table s.z (id int)");
    const { plan } = await applySchema({ ...wanted(), exclude: ["s"] });
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["add_schema", "add_table"]);
  });

  it("refuses schemas to manage that are neither there nor declared", async () => {
    await expect(previewSchema({ ...wanted(), schemas: ["w", "nosuch"] })).rejects.toThrow(
      /^schema "nosuch" is neither in the database nor declared$/,
    );
  });

  it("keeps the history of migrations in a schema of its own, or in the one that is named", async () => {
    writeFileSync(path.join(directory, "1_a.sql"), "create database s;\ncreate table s.a (id int);\n");
    const dir = ["--dir", `file://${directory}`];
    await run("migrate", "hash", ...dir);
    expect(await run("migrate", "apply", "-u", url, ...dir)).toMatchObject({ code: 0, err: "" });
    const tables = "select table_schema from information_schema.tables where table_name = 'atlas_schema_revisions'";
    expect(await rowsOf(url, tables)).toEqual([["atlas_schema_revisions"]]);
    const bound = new URL("/s", url).href;
    expect(await run("migrate", "apply", "-u", bound, ...dir)).toMatchObject({
      code: 1,
      err: expect.stringContaining("the history of applied migrations is in schema atlas_schema_revisions"),
    });
    const named = ["--revisions-schema", "atlas_schema_revisions"];
    expect(await run("migrate", "apply", "-u", bound, ...dir, ...named)).toMatchObject({
      out: "No migration files to execute\n",
    });
    expect((await run("migrate", "status", "-u", bound, ...dir, ...named)).out).toContain("Current Version: 1");
    expect((await applySchema(request("create database s; create table s.a (id int);"))).applied).toEqual([]);
  });

  it("tells of a history in the place for bound URLs", async () => {
    await script(url, "create database s");
    const files = path.join(directory, "bound");
    mkdirSync(files);
    writeFileSync(path.join(files, "1_a.sql"), "create table a (id int);\n");
    const dir = ["--dir", `file://${files}`];
    await run("migrate", "hash", ...dir);
    expect(await run("migrate", "apply", "-u", new URL("/s", url).href, ...dir)).toMatchObject({ code: 0 });
    expect(await run("migrate", "apply", "-u", url, ...dir)).toMatchObject({
      code: 1,
      err: expect.stringContaining("s has one (atlas_schema_revisions)"),
    });
  });
});
