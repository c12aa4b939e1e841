import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { script } from "../schema/databases";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-sqlite-"));
  mkdirSync(at("migrations"));
  writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
  writeFileSync(at("to.sql"), "create table a (id int);\n");
  await run("migrate", "hash", ...migrations());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const url = () => `sqlite://${at("typo.db")}`;
const migrations = () => ["--dir", `file://${at("migrations")}`];
async function written(name: string, text: string): Promise<void> {
  writeFileSync(at(`migrations/${name}`), text);
  await run("migrate", "hash", ...migrations());
}
const to = () => ["--to", `file://${at("to.sql")}`];

describe("a command that reads an SQLite file", () => {
  const reading: { command: string[]; more(): string[] }[] = [
    { command: ["schema", "inspect", "-u"], more: () => [] },
    { command: ["schema", "diff", "--dev-url", "sqlite://dev?mode=memory", "--from"], more: to },
    { command: ["migrate", "down", "--dry-run", "-u"], more: migrations },
  ];
  it.each(reading)("tells that there is none, and makes none: $command", async ({ command, more }) => {
    expect(await run(...command, url(), ...more())).toMatchObject({
      code: 1,
      err: expect.stringContaining("typo.db: there is no such file"),
    });
    expect(readdirSync(directory)).not.toContain("typo.db");
  });

  const planning: { command: string[]; more(): string[] }[] = [
    { command: ["schema", "apply", "--dry-run", "-u"], more: to },
    { command: ["schema", "lint", "-u"], more: to },
    { command: ["migrate", "apply", "--dry-run", "-u"], more: migrations },
    { command: ["migrate", "status", "-u"], more: migrations },
  ];
  it.each(planning)(
    "plans for the file that applying would make, and makes none: $command",
    async ({ command, more }) => {
      expect(await run(...command, url(), ...more())).toMatchObject({ code: 0 });
      expect(readdirSync(directory)).not.toContain("typo.db");
    },
  );

  it("is followed by one that makes it", async () => {
    expect(await run("migrate", "apply", "-u", url(), ...migrations())).toMatchObject({ code: 0 });
    expect(await run("migrate", "status", "-u", url(), ...migrations())).toMatchObject({ code: 0 });
  });
});

describe("comparing a database with files", () => {
  it("needs no dev database where one is built in", async () => {
    await run("migrate", "apply", "-u", url(), ...migrations());
    writeFileSync(at("to.sql"), "create table a (id int, n text);\n");
    const outcome = await run("schema", "diff", "--from", url(), ...to());
    expect(outcome).toMatchObject({ code: 0, err: "", out: expect.stringContaining("ADD COLUMN `n`") });
    expect(outcome.out).not.toContain("atlas_schema_revisions");
  });

  it("names what is not managed", async () => {
    await script(url(), "create table a (id int)", "create view there as select id from a");
    writeFileSync(at("to.sql"), "create table a (id int);\ncreate view wanted as select id from a;\n");
    expect(await run("schema", "diff", "--from", url(), ...to())).toEqual({
      code: 0,
      out: "Schemas are synced, no changes to be made.\n",
      err: "Note: view wanted is wanted, but not managed: it will not be created\nNote: not managed, and left as it is: view there\n",
    });
    writeFileSync(at("to.hcl"), 'schema "main" {}\nview "w" {}\n');
    const hcl = `file://${at("to.hcl")}`;
    const dev = ["--dev-url", "sqlite://dev?mode=memory"];
    const note = `Note: ${at("to.hcl")}:2:1: view "w" is wanted, but not managed: it will not be created\n`;
    for (const command of [
      ["schema", "diff", "--from", url(), "--to", hcl],
      ["schema", "inspect", "-u", hcl, ...dev],
      ["migrate", "diff", "--to", hcl, ...dev, ...migrations()],
    ]) {
      expect(await run(...command)).toMatchObject({ code: 0, err: expect.stringContaining(note) });
    }
  });

  it.each([
    ["apply", "-u"],
    ["diff", "--from"],
  ])("refuses a dev database of another kind without connecting to it: %s", async (command, flag) => {
    await script(url(), "create table a (id int)");
    const dev = ["--dev-url", "postgres://nobody@127.0.0.1:1/none?search_path=public"];
    expect(await run("schema", command, flag, url(), ...to(), ...dev)).toMatchObject({
      code: 1,
      err: expect.stringContaining("the dev database is postgres, but the target is sqlite"),
    });
  });

  it("needs nothing beside two databases", async () => {
    const other = `sqlite://${at("other.db")}`;
    await script(url(), "create table a (id int)");
    await script(other, "create table a (id int, n text)");
    expect(await run("schema", "diff", "--from", url(), "--to", other)).toEqual({
      code: 0,
      out: '-- Add column "n" to table: "a"\nALTER TABLE `a` ADD COLUMN `n` text NULL;\n',
      err: "",
    });
  });

  it("says what to give where there are only files", async () => {
    const outcome = await run("schema", "diff", "--from", `file://${at("to.sql")}`, ...to());
    expect(outcome).toMatchObject({
      code: 1,
      err: expect.stringMatching(/--dev-url cannot be empty[\s\S]*mode=memory/),
    });
  });
});

describe("a desired state in HCL", () => {
  const hcl = () => ["--to", `file://${at("to.hcl")}`];

  it("is without what is excluded, as one in SQL", async () => {
    await script(url(), "create table a (id int)", "create table orders (id int, n text)");
    const table = (name: string) =>
      `table "${name}" {\n  schema = schema.main\n  column "id" {\n    type = int\n    null = true\n  }\n}\n`;
    writeFileSync(at("to.hcl"), `schema "main" {}\n${table("a")}${table("orders")}`);
    expect(await run("schema", "apply", "-u", url(), ...hcl(), "--exclude", "orders", "--dry-run")).toMatchObject({
      code: 0,
      out: "Schema is synced, no changes to be made\n",
    });
    const dev = ["--dev-url", "sqlite://dev?mode=memory"];
    const printed = await run("schema", "inspect", "-u", `file://${at("to.hcl")}`, ...dev, "--exclude", "orders");
    expect(printed).toMatchObject({ code: 0, out: expect.not.stringContaining("orders") });
    expect(printed.out).toContain('table "a"');
  });

  it("may be what inspecting a database printed that notes its migrations in a table", async () => {
    await run("migrate", "apply", "-u", url(), ...migrations());
    writeFileSync(at("to.hcl"), (await run("schema", "inspect", "-u", url())).out);
    expect(await run("schema", "apply", "-u", url(), ...hcl(), "--auto-approve")).toMatchObject({
      code: 0,
      out: "Schema is synced, no changes to be made\n",
    });
    const dev = ["--dev-url", "sqlite://dev?mode=memory"];
    expect(await run("migrate", "diff", ...hcl(), ...dev, ...migrations())).toMatchObject({
      code: 0,
      out: "The migration directory is synced with the desired state, no changes to be made\n",
    });
  });
});

describe("a database as the desired state", () => {
  const wanted = () => `sqlite://${at("wanted.db")}`;

  it("is read only, and needs no dev database beside it", async () => {
    await script(url(), "create table a (id int)");
    await script(
      wanted(),
      "create table a (id int, n text)",
      "create table atlas_schema_revisions (version text)",
      "create view v as select id from a",
    );
    const apply = await run("schema", "apply", "-u", url(), "--to", wanted(), "--auto-approve");
    expect(apply).toMatchObject({ code: 0, err: "Note: view v is wanted, but not managed: it will not be created\n" });
    expect(apply.out).toBe(
      '-- Planned Changes:\n-- Add column "n" to table: "a"\nALTER TABLE `a` ADD COLUMN `n` text NULL;\n',
    );
    expect(await run("schema", "lint", "-u", url(), "--to", wanted())).toMatchObject({ code: 0 });
    expect((await run("schema", "inspect", "-u", wanted(), "--format", "sql")).out).toContain("atlas_schema_revisions");
  });

  it("may be what a migration is written for", async () => {
    await script(wanted(), "create table a (id int, n text)");
    const dev = ["--dev-url", "sqlite://dev?mode=memory"];
    expect(await run("migrate", "diff", "n", "--to", wanted(), ...dev, ...migrations())).toMatchObject({ code: 0 });
    const [file = ""] = readdirSync(at("migrations")).filter((name) => name.endsWith("_n.sql"));
    expect(readFileSync(at(`migrations/${file}`), "utf8")).toContain("ALTER TABLE `a` ADD COLUMN `n` text NULL");
  });

  it.each([
    {
      because: "it is named without a scheme",
      named: () => "wanted.db",
      told: /neither files nor a database[\s\S]*file:\/\/schema\.sql/,
    },
    { because: "there is none", named: wanted, told: /there is no such file/ },
    {
      because: "files are named with it",
      named: () => `${wanted()},file://${at("to.sql")}`,
      told: /cannot make one schema/,
    },
  ])("is refused where $because", async ({ named, told }) => {
    expect(await run("schema", "apply", "-u", url(), "--to", named(), "--auto-approve")).toMatchObject({
      code: 1,
      err: expect.stringMatching(told),
    });
  });
});

describe("documents of HCL for a URL that is bound to a schema", () => {
  it.each([
    {
      because: "they declare none",
      text: "",
      told: /to\.hcl: no schema is declared[^\n]*\n {2}Declare the schema.*schema "main" \{\}/,
    },
    {
      because: "they declare several",
      text: 'schema "main" {}\nschema "other" {}\n',
      told: /to\.hcl: 2 schemas are declared \(main, other\)[^\n]*\n {2}Declare one of them/,
    },
  ])("are refused by file where $because", async ({ text, told }) => {
    writeFileSync(at("to.hcl"), text);
    const outcome = await run("schema", "apply", "-u", url(), "--to", `file://${at("to.hcl")}`, "--dry-run");
    expect(outcome).toMatchObject({ code: 1, err: expect.stringMatching(told) });
  });
});

describe("a rebuild of a table that a view uses", () => {
  it("fails with advice, and changes nothing", async () => {
    await script(url(), "create table t (id int, n text)", "create view v as select id from t");
    writeFileSync(at("to.sql"), "create table t (id int, n int not null);\n");
    const outcome = await run("schema", "apply", "-u", url(), ...to(), "--auto-approve");
    expect(outcome).toMatchObject({ code: 1, err: expect.stringMatching(/error in view v[\s\S]*drop it before/) });
    expect((await run("schema", "inspect", "-u", url(), "--format", "sql")).out).toContain("`n` text");
  });
});

describe("statements of many lines", () => {
  it("are indented under their arrow when they are taken back", async () => {
    await written("2_b.sql", "create table t (id int);\n");
    await written("3_c.sql", "alter table t add column n text;\n");
    await run("migrate", "apply", "-u", url(), ...migrations());
    const { out } = await run("migrate", "down", "-u", url(), ...migrations(), "--dry-run");
    const body = out.split("\n").slice(2).filter(Boolean);
    expect(body.length).toBeGreaterThan(1);
    expect(body.filter((line) => !/^ {2}(?:->| {3})/.test(line))).toEqual([]);
  });
});

describe("a parameter of an SQLite URL", () => {
  it("is refused by name where the driver knows none such", async () => {
    expect(await run("schema", "inspect", "-u", `${url()}?bogus=1&_fk=1`)).toMatchObject({
      code: 1,
      err: expect.stringContaining("unknown parameters: bogus\n"),
    });
  });

  it("is taken where the driver knows it", async () => {
    const outcome = await run(
      "schema",
      "inspect",
      "-u",
      "sqlite://dev?mode=memory&cache=shared&_fk=1&_txlock=immediate",
    );
    expect(outcome).toMatchObject({ code: 0 });
  });
});
