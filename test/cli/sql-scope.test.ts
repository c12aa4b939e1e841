import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { script } from "../schema/databases";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-scope-"));
  mkdirSync(at("migrations"));
  writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
  writeFileSync(at("to.sql"), "create table a (id int);\n");
  await run("migrate", "hash", ...dir());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const url = () => ["-u", `sqlite://${at("a.db")}`];
const to = () => ["--to", `file://${at("to.sql")}`];
const dir = () => ["--dir", `file://${at("migrations")}`];
const dev = ["--dev-url", "sqlite://dev?mode=memory"];

describe("a URL that is bound to a schema", () => {
  const commands: [string[], () => string[]][] = [
    [["schema", "inspect"], url],
    [["schema", "apply", "--dry-run"], () => [...url(), ...to()]],
    [["schema", "lint"], () => [...url(), ...to()]],
    [["schema", "diff", ...dev], () => ["--from", `sqlite://${at("a.db")}`, ...to()]],
    [["migrate", "diff", ...dev], () => [...dir(), ...to()]],
  ];

  it.each(commands)("is not asked for another: %j", async (command, flags) => {
    await script(url()[1] ?? "", "create table a (id int)");
    expect(await run(...command, ...flags(), "-s", "main,other")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(
        /^Error: --schema names main, other, but the URL is bound to schema "main"\n {2}Leave/,
      ),
    });
    expect(await run(...command, ...flags(), "-s", "main")).toMatchObject({ code: 0 });
  });
});

describe("a pattern that cannot be understood", () => {
  it.each(["[", "a.[b", "*[type=table", 'a."b'])("is named: %j", async (pattern) => {
    await script(url()[1] ?? "", "create table kept (id int)");
    const { code, err } = await run(
      "schema",
      "inspect",
      ...url(),
      "--exclude",
      "fine",
      "--exclude",
      `"${pattern.replaceAll('"', '""')}"`,
    );
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`exclude pattern ${JSON.stringify(pattern)}: `),
    });
    expect(err).toContain("\n  In a pattern * stands for any text");
  });

  it("has no more parts than names have there, and is told as it was written", async () => {
    const { code, err } = await run(
      "schema",
      "inspect",
      ...url().with(1, "sqlite://dev?mode=memory"),
      "--exclude",
      "a.b.c",
    );
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /exclude pattern "a\.b\.c": more than 2 parts \(table\.column, as .*\)\n {2}In a pattern/,
      ),
    });
  });

  it("is named before there is a name to hold it against", async () => {
    writeFileSync(at("to.sql"), "select 1;");
    expect(await run("schema", "apply", ...url(), ...to(), "--exclude", "nothing.[", "--auto-approve")).toMatchObject({
      code: 1,
      err: expect.stringContaining('exclude pattern "nothing.["'),
    });
  });
});

describe("a URL of a database in the place of a directory", () => {
  it.each([
    ["migrate", "hash", "--dir"],
    ["migrate", "validate", "--dir"],
    ["migrate", "new", "x", "--dir"],
    ["migrate", "import", "--from"],
  ])("is refused without its password: %s %s", async (...command) => {
    const { code, out, err } = await run(...command, "postgres://u:SECRET@h/d");
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining("a postgres:// URL names no migration directory"),
    });
    expect(out + err).not.toContain("SECRET");
  });
});
