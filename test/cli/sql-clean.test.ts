import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { cleanSchema, planClean } from "../../provider/schema/declarative/clean";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { describeOn, KINDS, rowsOf, script } from "../schema/databases";

beforeAll(() => buildEngine());

for (const kind of KINDS) {
  describeOn(kind, "emptying a database", (database) => {
    it("shows and asks, drops tables in the order of their keys, and finds nothing to do after that", async () => {
      const url = await database().fresh();
      await script(
        url,
        "create table a (id int primary key, b int)",
        "create table b (id int primary key, a int references a (id))",
        "create table atlas_schema_revisions (version varchar(99) primary key)",
      );
      const dry = await run("schema", "clean", "-u", url, "--dry-run");
      expect(dry).toMatchObject({ code: 0, out: expect.stringMatching(/^-- Planned Changes:\n[\s\S]*DROP TABLE .a./) });
      expect(await run("schema", "clean", "-u", url)).toMatchObject({
        code: 1,
        out: dry.out,
        err: expect.stringContaining("--auto-approve"),
      });
      expect(await rowsOf(url, "select * from a, b")).toEqual([]);
      expect(await run("schema", "clean", "-u", url, "--auto-approve")).toEqual({ code: 0, out: dry.out, err: "" });
      for (const table of ["a", "b", "atlas_schema_revisions"]) {
        await expect(rowsOf(url, `select * from ${table}`)).rejects.toThrow();
      }
      expect(await run("schema", "clean", "-u", url)).toEqual({ code: 0, out: "Nothing to drop\n", err: "" });
    });

    it("refuses when that is no longer what was shown", async () => {
      const url = await database().fresh();
      await script(url, "create table a (id int primary key)");
      const { fingerprint } = await planClean({ url });
      await script(url, "create table b (id int primary key)");
      await expect(cleanSchema({ url, expect: fingerprint })).rejects.toMatchObject({ reason: "PlanChanged" });
      expect(await rowsOf(url, "select * from a, b")).toEqual([]);
    });
  });
}

describeOn("postgres", "emptying all schemas", (database) => {
  it("names what goes with them", async () => {
    const url = await database().freshRealm();
    await script(
      url,
      "create schema s",
      "create table s.a (id int)",
      "create function s.f() returns int language sql as 'select 1'",
    );
    const { out, err } = await run("schema", "clean", "-u", url, "--auto-approve");
    expect(out).toContain('DROP SCHEMA "s" CASCADE;');
    expect(err).toBe("Note: function s.f() is not managed, and goes with its schema\n");
    expect(await rowsOf(url, "select count(*) from pg_namespace where nspname = 's'")).toEqual([["0"]]);
  });

  it("leaves other schemas alone where the URL is bound to one", async () => {
    const url = await database().freshRealm();
    await script(url, "create schema s", "create table s.a (id int)", "create table public.b (id int)");
    expect(await run("schema", "clean", "-u", `${url}&search_path=s`, "--auto-approve")).toMatchObject({ code: 0 });
    expect(
      await rowsOf(url, "select schemaname || '.' || tablename from pg_tables where schemaname in ('s', 'public')"),
    ).toEqual([["public.b"]]);
  });
});

describeOn("sqlite", "emptying what is not managed too", (database) => {
  it("names what stays, and what goes with a table", async () => {
    const url = await database().fresh();
    await script(
      url,
      "create table a (id int)",
      "create trigger g after insert on a begin select 1; end",
      "create view v as select 1 as one",
    );
    const stays = "Note: not managed, and left as it is: view v\n";
    expect(await run("schema", "clean", "-u", url, "--auto-approve")).toMatchObject({
      code: 0,
      err: `Note: trigger g on a is not managed: it goes with its table, which is dropped\n${stays}`,
    });
    expect(await rowsOf(url, "select name from sqlite_master")).toEqual([["v"]]);
    expect(await run("schema", "clean", "-u", url)).toEqual({ code: 0, out: "Nothing to drop\n", err: stays });
  });
});

it("makes no SQLite file to empty", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-clean-"));
  try {
    expect(await run("schema", "clean", "-u", `sqlite://${directory}/none.db`, "--auto-approve")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no such file"),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
