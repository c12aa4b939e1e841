import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { csv } from "../../cli/schema/csv";
import { duration } from "../../cli/schema/flags";
import { render } from "../../cli/schema/template";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

let directory = "";
beforeAll(async () => {
  await buildEngine();
});
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-cli-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const PLAN = '{{ range .Changes.Pending }}{{ printf "%s;\\n" .Cmd }}{{ end }}';

describe("schema commands", () => {
  const url = () => `sqlite://${at("a.db")}`;

  it("plan, apply and inspect as scripts for Atlas expect", async () => {
    writeFileSync(at("to.sql"), "create table t (id int primary key);");
    const to = `file://${at("to.sql")}`;
    const planned = await run("schema", "apply", "-u", url(), "--to", to, "--dry-run", "--format", PLAN);
    expect(planned).toMatchObject({ code: 0, out: "CREATE TABLE `t` (\n  `id` int NULL,\n  PRIMARY KEY (`id`)\n);\n" });
    const json = await run("schema", "apply", "-u", url(), "--to", to, "--dry-run", "--format", "{{ json .Changes }}");
    expect(JSON.parse(json.out)).toEqual({
      Pending: ["CREATE TABLE `t` (\n  `id` int NULL,\n  PRIMARY KEY (`id`)\n)"],
    });
    expect((await run("schema", "apply", "-u", url(), "--to", to, "--auto-approve")).code).toBe(0);
    const again = await run("schema", "apply", "-u", url(), "--to", to, "--auto-approve");
    expect(again.out).toBe("Schema is synced, no changes to be made\n");
    const sql = await run("schema", "inspect", "-u", url(), "--format", '{{ sql . "  " }}');
    expect(sql.out).toBe('-- Create "t" table\nCREATE TABLE `t` (\n  `id` int NULL,\n  PRIMARY KEY (`id`)\n);\n');
    const model = JSON.parse((await run("schema", "inspect", "-u", url(), "--format", "{{ json . }}")).out);
    expect(model.schemas[0].tables[0]).toMatchObject({ name: "t", columns: [{ name: "id", type: "int", null: true }] });
  });

  it("change nothing without approval", async () => {
    writeFileSync(at("to.sql"), "create table t (id int);");
    const outcome = await run("schema", "apply", "-u", url(), "--to", `file://${at("to.sql")}`);
    expect(outcome.code).toBe(1);
    expect((await run("schema", "inspect", "-u", url())).out).not.toContain('table "t"');
  });

  it("say what a change would break", async () => {
    writeFileSync(at("now.sql"), "create table t (id int, n text);");
    writeFileSync(at("to.sql"), "create table t (id int);");
    await run("schema", "apply", "-u", url(), "--to", `file://${at("now.sql")}`, "--auto-approve");
    const linted = await run("schema", "lint", "-u", url(), "--to", `file://${at("to.sql")}`);
    expect(linted).toMatchObject({ code: 1, out: expect.stringContaining('Dropping non-virtual column "n" (DS103)') });
    expect(await run("schema", "lint", "-u", url(), "--to", `file://${at("now.sql")}`)).toMatchObject({ code: 0 });
  });

  it("print what separates two schemas", async () => {
    writeFileSync(at("a.sql"), "create table t (id int);");
    writeFileSync(at("b.sql"), "create table t (id int, n text);");
    const flags = [
      "--from",
      `file://${at("a.sql")}`,
      "--to",
      `file://${at("b.sql")}`,
      "--dev-url",
      "sqlite://dev?mode=memory",
    ];
    expect((await run("schema", "diff", ...flags)).out).toContain("ALTER TABLE `t` ADD COLUMN `n` text NULL;");
  });
});

describe("migrate commands", () => {
  const url = () => `sqlite://${at("m.db")}`;
  const dir = () => `file://${at("migrations")}`;

  it("write, check, run and report a directory", async () => {
    mkdirSync(at("migrations"));
    writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
    expect(await run("migrate", "validate", "--dir", dir())).toMatchObject({
      code: 1,
      err: expect.stringContaining("checksum file not found"),
    });
    expect((await run("migrate", "hash", "--dir", dir())).code).toBe(0);
    expect((await run("migrate", "validate", "--dir", dir(), "--dev-url", "sqlite://dev?mode=memory")).code).toBe(0);
    const applied = await run("migrate", "apply", "-u", url(), "--dir", dir());
    expect(applied.out).toMatch(
      /^Migrating to version 1 \(1 migrations in total\):\n\n {2}-- migrating version 1\n {4}-> create table a \(id int\);\n {2}-- ok/,
    );
    expect((await run("migrate", "status", "-u", url(), "--dir", dir())).out).toBe(
      "Migration Status: OK\n  -- Current Version: 1\n  -- Next Version:    Already at latest version\n  -- Executed Files:  1\n  -- Pending Files:   0\n",
    );
    expect((await run("migrate", "apply", "-u", url(), "--dir", dir())).out).toBe("No migration files to execute\n");
  });

  it("add a file that leads to the desired schema, and find fault with one that destroys", async () => {
    mkdirSync(at("migrations"));
    writeFileSync(at("migrations/1_a.sql"), "create table a (id int, n text);\n");
    await run("migrate", "hash", "--dir", dir());
    writeFileSync(at("to.sql"), "create table a (id int); create table b (id int);");
    const flags = ["--dir", dir(), "--to", `file://${at("to.sql")}`, "--dev-url", "sqlite://dev?mode=memory"];
    expect((await run("migrate", "diff", "next", ...flags)).code).toBe(0);
    const added = readdirSync(at("migrations")).find((name) => name.endsWith("_next.sql")) ?? "";
    expect(readFileSync(at(`migrations/${added}`), "utf8")).toContain("CREATE TABLE `b`");
    const linted = await run(
      "migrate",
      "lint",
      "--dir",
      dir(),
      "--dev-url",
      "sqlite://dev?mode=memory",
      "--latest",
      "1",
    );
    expect(linted).toMatchObject({ code: 1, out: expect.stringContaining('Dropping non-virtual column "n" https://') });
  });
});

describe("bad input on the command line", () => {
  const cases: { because: string; args: string[]; says: RegExp }[] = [
    { because: "an unknown command", args: ["schema", "aply"], says: /unknown command|too many arguments/ },
    {
      because: "an unknown driver",
      args: ["schema", "inspect", "-u", "nope://h/SECRET"],
      says: /unknown driver "nope"/,
    },
    { because: "an unescaped #", args: ["schema", "inspect", "-u", "postgres://u:SECRET#x@h/d"], says: /unescaped #/ },
    {
      because: "a refused connection",
      args: ["schema", "inspect", "-u", "postgres://u:SECRET@127.0.0.1:1/d"],
      says: /cannot connect to postgres:\/\/u@127\.0\.0\.1:1\/d/,
    },
    { because: "a missing flag", args: ["schema", "apply", "-u", "sqlite://x"], says: /--to/ },
    {
      because: "an unknown mode",
      args: ["migrate", "apply", "-u", "sqlite://x", "--tx-mode", "some"],
      says: /file, all, none/,
    },
    {
      because: "a missing directory",
      args: ["migrate", "hash", "--dir", "file://nowhere"],
      says: /migration directory not found: nowhere/,
    },
    {
      because: "an unknown format",
      args: ["migrate", "hash", "--dir", "file://.?format=rails"],
      says: /unknown dir format "rails"/,
    },
    {
      because: "no duration",
      args: ["migrate", "apply", "-u", "sqlite://x", "--lock-timeout", "soon"],
      says: /10s, 1m30s or 500ms/,
    },
    { because: "no number", args: ["migrate", "apply", "0", "-u", "sqlite://x"], says: /1 or more/ },
  ];
  it.each(cases)("is told in words, without a secret, and ends with exit code 1: $because", async ({ args, says }) => {
    const outcome = await run(...args);
    expect(outcome.code).toBe(1);
    expect(outcome.err).toMatch(says);
    expect(outcome.err).not.toContain("SECRET");
  });

  it("is told for a format that cannot be understood", () => {
    expect(() => render("{{ range .A }}", {}, {})).toThrow(/unexpected EOF/);
    expect(() => render("{{ exec . }}", {}, {})).toThrow(/function "exec" not defined/);
    expect(() => render("yaml", {}, {})).toThrow(/"yaml" is not a template/);
  });
});

describe("flags", () => {
  it("hold lists as CSV", () => {
    expect(csv('a,b.c,"d,e"')).toEqual(["a", "b.c", "d,e"]);
    expect(csv('"say ""hi"""')).toEqual(['say "hi"']);
  });
  it("hold durations as Go writes them", () => {
    expect([duration("10s"), duration("1m30s"), duration("500ms")]).toEqual([10_000, 90_000, 500]);
  });
});

describe("going down", () => {
  const url = () => `sqlite://${at("d.db")}`;
  const dir = () => `file://${at("migrations")}`;
  const flags = () => ["-u", url(), "--dir", dir()];

  beforeEach(async () => {
    mkdirSync(at("migrations"));
    for (const [index, name] of ["a", "b", "c"].entries()) {
      writeFileSync(at(`migrations/${index + 1}_${name}.sql`), `create table ${name} (id int);\n`);
    }
    await run("migrate", "hash", "--dir", dir());
    await run("migrate", "apply", ...flags());
  });

  it("shows what it takes, and takes back nothing that nobody approved", async () => {
    const dry = await run("migrate", "down", ...flags(), "--dry-run");
    expect(dry).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Taking back 3, down to version 2:[\s\S]*DROP TABLE `c`/),
    });
    expect(await run("migrate", "down", "2", ...flags())).toMatchObject({
      code: 1,
      err: expect.stringContaining("--auto-approve"),
    });
    expect((await run("migrate", "status", ...flags())).out).toContain("Current Version: 3");
  });

  it("takes back the last, so many, or down to a version; what was taken back is pending again", async () => {
    expect((await run("migrate", "down", ...flags(), "--auto-approve")).code).toBe(0);
    expect((await run("migrate", "status", ...flags())).out).toContain("Current Version: 2");
    expect((await run("migrate", "apply", ...flags())).out).toContain("version 3");
    await run("migrate", "down", ...flags(), "--to-version", "1", "--auto-approve");
    expect((await run("migrate", "status", ...flags())).out).toContain("Current Version: 1");
    await run("migrate", "down", "9", ...flags(), "--auto-approve");
    expect((await run("migrate", "status", ...flags())).out).toContain("No migration applied yet");
    expect((await run("migrate", "down", ...flags(), "--auto-approve")).out).toBe("No migrations to take back\n");
  });

  it("refuses a version that is not there", async () => {
    expect(await run("migrate", "down", ...flags(), "--to-version", "7")).toMatchObject({
      code: 1,
      err: expect.stringContaining("version 7 is not in the migration directory"),
    });
  });
});

describe("flags of the Atlas command line", () => {
  it("write the file of migrate diff as its --format says, for the schemas and objects that are named", async () => {
    mkdirSync(at("migrations"));
    writeFileSync(at("to.sql"), "create table a (id int, n text); create table b (id int);");
    const flags = ["--dir", `file://${at("migrations")}`, "--to", `file://${at("to.sql")}`];
    const more = ["--dev-url", "sqlite://dev?mode=memory", "--exclude", "b", "--format", "{{ sql . }}"];
    await run("migrate", "diff", "first", ...flags, ...more);
    const file = readdirSync(at("migrations")).find((name) => name.endsWith("_first.sql")) ?? "";
    const text = readFileSync(at(`migrations/${file}`), "utf8");
    expect(text).toContain("CREATE TABLE `a` (`id` int NULL, `n` text NULL);");
    expect(text).not.toContain("`b`");
  });

  it.each([
    ["schema", "apply", "--edit"],
    ["schema", "inspect", "--include", "x"],
    ["schema", "diff", "--web"],
    ["migrate", "new", "--edit"],
    ["migrate", "diff", "--qualifier", "x"],
    ["migrate", "lint", "--git-base", "main"],
    ["migrate", "apply", "--context", "{}"],
  ])("are refused by name where they are not served: %s %s %s", async (group, command, flag, ...rest) => {
    expect(await run(group, command, flag, ...rest)).toMatchObject({
      code: 1,
      err: expect.stringMatching(`^Error: unknown flag: ${flag}\n`),
    });
  });

  it.each([
    ["schema", "inspect"],
    ["schema", "diff"],
    ["schema", "apply"],
    ["schema", "lint"],
    ["schema", "clean"],
    ["migrate", "apply"],
    ["migrate", "down"],
    ["migrate", "diff"],
    ["migrate", "hash"],
    ["migrate", "lint"],
    ["migrate", "new"],
    ["migrate", "set"],
    ["migrate", "status"],
    ["migrate", "validate"],
  ])("choose a project file, an environment and variables everywhere: %s %s", async (group, command) => {
    writeFileSync(at("p.hcl"), 'variable "v" {\n  type = string\n}\nenv "x" {\n  url = "nope://${var.v}"\n}\n');
    const flags = ["-c", `file://${at("p.hcl")}`, "--env", "other", "--var", "v=1,v2=2"];
    expect(await run(group, command, ...flags)).toMatchObject({
      code: 1,
      err: expect.stringContaining('env "other" not defined in config file'),
    });
  });
});

describe("the name of a new migration", () => {
  it.each(["my name/../x", "../x", "a\\b", "a..b", "two\nlines"])(
    "is refused where it leads elsewhere: %j",
    async (name) => {
      mkdirSync(at("migrations"));
      expect(await run("migrate", "new", name, "--dir", `file://${at("migrations")}`)).toMatchObject({
        code: 1,
        err: expect.stringContaining("cannot be a part of a file name"),
      });
      expect(readdirSync(at("migrations"))).toEqual([]);
    },
  );
});
