import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProgram, helpAsFlag } from "../../cli/program";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-absent-"));
const at = (name: string) => path.join(directory, name);
const url = `sqlite://${at("a.db")}`;
const dir = ["--dir", `file://${at("migrations")}`];
const dev = "sqlite://dev?mode=memory";

beforeAll(async () => {
  await buildEngine();
  mkdirSync(at("migrations"));
  writeFileSync(at("schema.sql"), "create table a (id int);");
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a whole command line says on standard error when its arguments are wrong. */
async function refused(...args: string[]): Promise<string> {
  const program = await createProgram(() => true);
  let err = "";
  const quiet = (command: Command) => {
    command.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
    command.commands.forEach(quiet);
  };
  quiet(program);
  await expect(program.parseAsync([...helpAsFlag(program, args)], { from: "user" })).rejects.toThrow();
  return err;
}

describe("what Atlas has elsewhere is refused by its name, and never taken for something like it", () => {
  const cases: { args: string[]; says: RegExp; because: string }[] = [
    {
      args: ["schema", "plan"],
      says: /^Error: unknown command "plan"\n {2}Only Ariga's own edition has it/,
      because: "clean",
    },
    { args: ["migrate", "push", "x"], says: /^Error: unknown command "push"\n {2}Only Ariga/, because: "hash" },
    { args: ["migrate", "test"], says: /^Error: unknown command "test"\n {2}Only Ariga/, because: "set" },
    { args: ["migrate", "edit", "1"], says: /^Error: unknown command "edit"\n {2}.*migrate hash/, because: "set" },
    { args: ["login"], says: /^Error: unknown command 'login'\n {2}Only Ariga/, because: "plan" },
    {
      args: ["migrate", "new", "a", "--edit"],
      says: /^Error: unknown flag: --edit\n {2}It is not built.*migrate hash/,
      because: "--dir",
    },
    {
      args: ["migrate", "lint", "--git-base=main"],
      says: /^Error: unknown flag: --git-base\S*\n {2}It is not built.*--latest/,
      because: "",
    },
    { args: ["schema", "inspect", "-w"], says: /^Error: unknown flag: -w\n.*--format/, because: "-u" },
  ];
  it.each(cases)("$args (not $because)", async ({ args, says }) => {
    const err = await refused(...args);
    expect(err).toMatch(says);
    expect(err).not.toContain("Did you mean");
  });

  it("a typing error still gets a guess", async () => {
    expect(await refused("schema", "aply")).toBe('Error: unknown command "aply"\n(Did you mean apply?)\n');
  });
});

describe("help", () => {
  const cases = [
    { args: ["schema"], is: ["schema", "--help"], because: "it has nothing to do by itself" },
    { args: ["help", "migrate", "apply"], is: ["migrate", "apply", "--help"], because: "help is for the whole path" },
    { args: ["help", "nope"], is: ["nope"], because: "there is no such command, which the parser says" },
    { args: ["help", "schema", "nope"], is: ["schema", "nope"], because: "there is none below it either" },
    { args: ["help"], is: ["help"], because: "it is the list of commands" },
    { args: ["schema", "apply", "--help"], is: ["schema", "apply", "--help"], because: "it says what it wants" },
    { args: [], is: [], because: "nothing was asked" },
  ];
  it.each(cases)("of $args is asked as $is: $because", async ({ args, is }) => {
    expect(helpAsFlag(await createProgram(() => true), args)).toEqual(is);
  });
});

describe("flags that the official command line had once", () => {
  it("schema apply takes paths with -f, and a format with --log", async () => {
    const { out, code } = await run("schema", "apply", "-u", url, "-f", at("schema.sql"), "--dry-run", "--log", "json");
    expect(JSON.parse(out)).toMatchObject({ Changes: { Pending: [expect.stringContaining("CREATE TABLE `a`")] } });
    expect(code).toBe(0);
    const both = await run("schema", "apply", "-u", url, "-f", at("schema.sql"), "--to", `file://${at("schema.sql")}`);
    expect(both).toMatchObject({ code: 1, err: expect.stringContaining("cannot be used with") });
  });

  it("migrate hash takes --force, migrate status --log, and migrate diff --revisions-schema and --lock-timeout", async () => {
    expect(await run("migrate", "hash", "--force", ...dir)).toEqual({ out: "", err: "", code: 0 });
    const wanted = ["--to", `file://${at("schema.sql")}`, "--dev-url", dev, "--lock-timeout", "5s"];
    const shown = await run("migrate", "diff", "a", ...dir, ...wanted, "--revisions-schema", "x", "--dry-run");
    expect(shown).toMatchObject({ out: expect.stringContaining("CREATE TABLE `a`"), code: 0 });
    expect(readdirSync(at("migrations"))).toEqual(["atlas.sum"]);
    expect((await run("migrate", "status", "-u", url, ...dir, "--log", "{{ .Status }}")).out).toBe("OK");
    expect(existsSync(at("a.db"))).toBe(false);
  });
});

describe("schema lint", () => {
  it("prints its findings as JSON, and ends with 1 all the same", async () => {
    const there = `sqlite://${at("there.db")}`;
    writeFileSync(at("there.sql"), "create table a (id int);create table gone (id int);");
    await run("schema", "apply", "-u", there, "--to", `file://${at("there.sql")}`, "--auto-approve");
    const wanted = ["--to", `file://${at("schema.sql")}`];
    const { out, code } = await run("schema", "lint", "-u", there, ...wanted, "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      Diagnostics: [{ Code: "DS102", Text: expect.stringContaining("gone") }],
      Losses: [],
      Unmanaged: [],
    });
    expect(code).toBe(1);
  });
});

describe("--revisions-schema", () => {
  it("is noted where it has no effect", async () => {
    const { out, err } = await run("migrate", "status", "-u", url, ...dir, "--revisions-schema", "other");
    expect(err).toBe("Note: --revisions-schema has no effect on SQLite\n");
    expect(out).toContain("Migration Status: OK");
  });

  it("is not noted where the project says it, for databases of other kinds", async () => {
    const env = `env "a" {\n  url = "${url}"\n  migration {\n    dir = "${dir[1]}"\n    revisions_schema = "other"\n  }\n}\n`;
    writeFileSync(at("several.hcl"), env);
    const { out, err } = await run("migrate", "status", "-c", `file://${at("several.hcl")}`, "--env", "a");
    expect(err).toBe("");
    expect(out).toContain("Migration Status: OK");
  });
});
