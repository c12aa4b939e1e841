import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-new-"));
  mkdirSync(at("migrations"));
  writeFileSync(at("to.sql"), "create table a (id int);\ncreate table b (id int);\n");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const dirOf = (format: string) => `file://${at("migrations")}?format=${format}`;
const dev = ["--dev-url", "sqlite://dev?mode=memory"];
const ok = { code: 0, err: "" };

/** Files with what runs first, by format; what goes down in them would fail, or hide the table. */
const FIRST: Record<string, Record<string, string>> = {
  atlas: { "1_a.sql": "create table a (id int);\n" },
  "golang-migrate": { "1_a.up.sql": "create table a (id int);\n", "1_a.down.sql": "drop table a;\n" },
  goose: { "1_a.sql": "-- +goose Up\ncreate table a (id int);\n-- +goose Down\ndrop table a;\n" },
  flyway: { "V1__a.sql": "create table a (id int);\n", "U1__a.sql": "drop table a;\n" },
  dbmate: { "1_a.sql": "-- migrate:up\ncreate table a (id int);\n-- migrate:down\ndrop table a;\n" },
  liquibase: { "1_a.sql": "--liquibase formatted sql\n--changeset me:1\ncreate table a (id int);\n" },
};
const GOES_DOWN: Record<string, RegExp> = {
  "golang-migrate": /_next\.down\.sql\n-- reverse: create "b" table\nDROP TABLE `b`;\n/,
  goose:
    /-- \+goose Up\n-- Create "b" table\nCREATE TABLE `b` \([^;]*;\n\n-- \+goose Down\n-- reverse: [^\n]*\nDROP TABLE `b`;\n$/,
  flyway: /U\d{14}__next\.sql\n-- reverse: create "b" table\nDROP TABLE `b`;\n/,
  dbmate: /-- migrate:up\n[^;]*;\n\n-- migrate:down\n-- reverse: create "b" table\nDROP TABLE `b`;\n$/,
  liquibase:
    /--changeset atlas:\d{14}-1\n--comment: create "b" table\nCREATE TABLE `b` \([^;]*;\n--rollback: DROP TABLE `b`;\n/,
};

describe("a new migration", () => {
  it.each(Object.keys(FIRST))("is written as its tool writes it, and runs after the others: %s", async (format) => {
    for (const [name, text] of Object.entries(FIRST[format] ?? {})) writeFileSync(at(`migrations/${name}`), text);
    const dir = ["--dir", dirOf(format)];
    await run("migrate", "hash", ...dir);
    const there = readdirSync(at("migrations"));
    expect(await run("migrate", "new", "empty", ...dir)).toMatchObject(ok);
    expect(await run("migrate", "diff", "next", "--to", `file://${at("to.sql")}`, ...dev, ...dir)).toMatchObject(ok);
    expect(await run("migrate", "validate", ...dev, ...dir)).toMatchObject(ok);
    const added = readdirSync(at("migrations")).filter((name) => !there.includes(name));
    const texts = added.map((name) => `${name}\n${readFileSync(at(`migrations/${name}`), "utf8")}`);
    expect(texts.join("")).toMatch(
      GOES_DOWN[format] ?? /^\d{14}_empty\.sql\n\d{14}_next\.sql\n-- Create "b" table\nCREATE/,
    );

    const { code, out } = await run("migrate", "apply", "-u", `sqlite://${at("a.db")}`, ...dir);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("-- 3 migrations\n  -- 2 sql statements") });
    expect((await run("migrate", "diff", "--to", `file://${at("to.sql")}`, ...dev, ...dir)).out).toContain("is synced");
  });

  it("makes the directory where there is none, unless it is refused", async () => {
    const dir = ["--dir", `file://${at("deep/migrations")}`];
    expect(await run("migrate", "new", "a/b", ...dir)).toMatchObject({ code: 1 });
    expect(readdirSync(directory)).not.toContain("deep");
    const authored = ["--to", `file://${at("to.sql")}`, ...dev];
    expect(await run("migrate", "diff", "init", ...dir, ...authored)).toEqual({ out: "", err: "", code: 0 });
    expect(readdirSync(at("deep/migrations"))).toEqual([expect.stringMatching(/^\d{14}_init\.sql$/), "atlas.sum"]);
  });

  it("is refused where it would not be the last", async () => {
    writeFileSync(at("migrations/3_a.sql"), "create table a (id int);\n");
    const { code, err } = await run("migrate", "new", "next", "--dir", dirOf("atlas"));
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/\d{14}_next\.sql would run before 3_a\.sql/),
    });
    expect(readdirSync(at("migrations"))).toEqual(["3_a.sql"]);
  });

  it("of Flyway needs a name, without which it would not run", async () => {
    const { code, err } = await run("migrate", "new", "--dir", dirOf("flyway"));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("a migration of Flyway needs a name") });
    expect(readdirSync(at("migrations"))).toEqual([]);
  });

  it("of goose is refused where goose would end a statement elsewhere", async () => {
    writeFileSync(at("to.sql"), "create table a (id int, n text default 'x;\ny');\n");
    const dir = ["--dir", dirOf("goose")];
    await run("migrate", "hash", ...dir);
    const { code, err } = await run("migrate", "diff", "--to", `file://${at("to.sql")}`, ...dev, ...dir);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("goose would end this statement") });
    expect(readdirSync(at("migrations"))).toEqual(["atlas.sum"]);
  });
});

describe("a directory with a checkpoint", () => {
  it("is begun before it when a version before it is asked for", async () => {
    writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
    writeFileSync(at("migrations/2_all.sql"), "-- atlas:checkpoint\n\ncreate table a (id int);\n");
    const where = ["-u", `sqlite://${at("a.db")}`, "--dir", dirOf("atlas")];
    await run("migrate", "hash", ...where.slice(2));
    expect((await run("migrate", "apply", "--to-version", "1", ...where)).out).toContain("Migrating to version 1 (1 ");
    expect((await run("migrate", "apply", "--to-version", "9", ...where)).err).toContain("version 9 is not among");
    expect((await run("migrate", "status", ...where)).out).toContain("Migration Status: OK\n  -- Current Version: 1\n");
  });

  it("is validated, linted and continued from the checkpoint on, which stands for what is before", async () => {
    writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
    writeFileSync(at("migrations/1b_all.sql"), "-- atlas:checkpoint\n\ncreate table a (id int);\n");
    const dir = ["--dir", dirOf("atlas")];
    await run("migrate", "hash", ...dir);
    expect(await run("migrate", "validate", ...dev, ...dir)).toMatchObject(ok);
    for (const latest of ["1", "2"]) {
      expect(await run("migrate", "lint", "--latest", latest, ...dev, ...dir)).toMatchObject(ok);
    }
    expect(await run("migrate", "diff", "b", "--to", `file://${at("to.sql")}`, ...dev, ...dir)).toMatchObject(ok);
    expect(await run("migrate", "lint", "--latest", "1", ...dev, ...dir)).toMatchObject(ok);
    const { out } = await run("migrate", "apply", "-u", `sqlite://${at("a.db")}`, ...dir);
    expect(out).toContain("-- 2 migrations\n  -- 2 sql statements");
  });
});

describe("a baseline at the last version", () => {
  it("is noted, and nothing runs", async () => {
    writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
    const where = ["-u", `sqlite://${at("a.db")}`, "--dir", dirOf("atlas")];
    await run("migrate", "hash", ...where.slice(2));
    const nothing = { code: 0, err: "", out: "No migration files to execute\n" };
    expect(await run("migrate", "apply", "--baseline", "1", "--dry-run", ...where)).toEqual(nothing);
    expect((await run("migrate", "status", ...where)).out).toContain("No migration applied yet");
    expect(await run("migrate", "apply", "--baseline", "1", ...where)).toEqual(nothing);
    expect((await run("migrate", "status", ...where)).out).toContain("Current Version: 1\n");
  });
});

describe("an archive of the official edition", () => {
  it("is never run as one script, which would take back what it makes", async () => {
    const parts = ["-- migration.sql --", "create table a (id int);", "-- down.sql --", "drop table a;", ""];
    writeFileSync(at("migrations/1_a.sql"), ["-- atlas:txtar", "", ...parts].join("\n"));
    const dir = ["--dir", dirOf("atlas")];
    await run("migrate", "hash", ...dir);
    const url = ["-u", `sqlite://${at("a.db")}`];
    const to = ["--to", `file://${at("to.sql")}`];
    const refusal = expect.stringContaining("1_a.sql is an archive (atlas:txtar)");
    expect(await run("migrate", "apply", ...url, ...dir)).toMatchObject({ code: 1, err: refusal });
    expect(await run("migrate", "validate", ...dev, ...dir)).toMatchObject({ code: 1, err: refusal });
    expect(await run("migrate", "diff", ...to, ...dev, ...dir)).toMatchObject({ code: 1, err: refusal });
    expect(await run("migrate", "lint", "--latest", "1", ...dev, ...dir)).toMatchObject({ code: 1, out: refusal });
    expect(await run("migrate", "set", "1", ...url, ...dir)).toMatchObject({ code: 0 });
    expect(await run("migrate", "apply", ...url, ...dir)).toMatchObject({ code: 0, err: "" });
  });
});

describe("an atlas.sum that was merged", () => {
  it.each([
    [
      "at its head",
      (sum: string) => `<<<<<<< HEAD\n${sum}=======\nh1:x=\n>>>>>>> other\n`,
      "line 1 is the mark of a merge",
    ],
    [
      "behind it",
      (sum: string) => `${sum}<<<<<<< HEAD\r\n=======\r\n>>>>>>> other\r\n`,
      "line 3 is the mark of a merge",
    ],
    ["with a byte order mark", (sum: string) => `\uFEFF${sum}`, "its first line is not of the form `h1:hash`"],
  ])("is told from one that was edited: %s", async (_, merged, told) => {
    writeFileSync(at("migrations/1_a.sql"), "select 1;\n");
    const dir = ["--dir", dirOf("atlas")];
    await run("migrate", "hash", ...dir);
    writeFileSync(at("migrations/atlas.sum"), merged(readFileSync(at("migrations/atlas.sum"), "utf8")));
    expect(await run("migrate", "validate", ...dir)).toMatchObject({ code: 1, err: expect.stringContaining(told) });
  });
});
