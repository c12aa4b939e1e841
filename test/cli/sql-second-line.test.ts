import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-second-line-"));
const at = (name: string) => path.join(directory, name);
const url = `sqlite://${at("a.db")}`;
const dev = "sqlite://dev?mode=memory";
const dir = ["--dir", `file://${at("migrations")}`];
const config = ["-c", `file://${at("p.hcl")}`];

beforeAll(async () => {
  await buildEngine();
  mkdirSync(at("migrations"));
  for (let i = 1; i <= 12; i++)
    writeFileSync(at(`migrations/${String(i).padStart(2, "0")}_t.sql`), `create table t${i} (id int);\n`);
  await run("migrate", "hash", ...dir);
  writeFileSync(at("schema.sql"), "create table a (id int);");
  writeFileSync(at("p.hcl"), 'variable "pw" {\n  type = string\n}\nenv "local" {\n  url = var.pw\n}\n');
  writeFileSync(at("envs.hcl"), 'env "local" {\n  url = "x"\n}\nenv "prod" {\n  url = "x"\n}\n');
  writeFileSync(at("words.txt"), "this was not written by SQLite, whatever it is called. ".repeat(40));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const cases: { because: string; args: string[]; says: RegExp }[] = [
  {
    because: "no database is named",
    args: ["schema", "inspect"],
    says: /"url" not set\n {2}Give it as --url postgres.*, or choose with --env/,
  },
  {
    because: "two flags are missing",
    args: ["migrate", "diff", ...dir],
    says: /"dev-url", "to" not set\n {2}Give it as --dev-url sqlite.* --to file:/,
  },
  {
    because: "a flag is missing that no project has",
    args: ["migrate", "import"],
    says: /"from" not set\n {2}Give it as --from \S+\.\n$/,
  },
  {
    because: "an environment is mistyped",
    args: ["schema", "inspect", "-c", `file://${at("envs.hcl")}`, "--env", "lcal"],
    says: /env "lcal" not defined in config file\n {2}.*envs\.hcl has "local", "prod"\.\n$/,
  },
  {
    because: "an environment has no such attribute",
    args: ["schema", "inspect", "-c", `file://${at("envs.hcl")}`, "--env", "prod", "-u", "env://dev"],
    says: /has no such attribute\n {2}It has env:\/\/url\.\n$/,
  },
  {
    because: "a project file is not there",
    args: ["schema", "inspect", "-c", `file://${at("q.hcl")}`],
    says: /was not found\n {2}.*--config/,
  },
  {
    because: "a variable has no value",
    args: ["schema", "inspect", ...config, "--env", "local"],
    says: /required variable "pw"\n {2}Give it with --var pw=…, or a default in its block, .*p\.hcl:1\.\n$/,
  },
  {
    because: "a migration directory is not there",
    args: ["migrate", "status", "-u", url, "--dir", `file://${at("nowhere")}`],
    says: /directory not found: .*nowhere\n {2}.*`atlas-iac migrate new`/,
  },
  {
    because: "a schema is not there",
    args: ["schema", "apply", "-u", url, "--to", `file://${at("q.sql")}`],
    says: /source not found: .*q\.sql\n {2}Look for a typing error/,
  },
  {
    because: "a baseline is none of the versions",
    args: ["migrate", "apply", "-u", url, ...dir, "--baseline", "1"],
    says: /baseline version "1" not found.*\n {2}Versions of the directory: 12 versions, the last of them 03, 04.* 12\.\n$/,
  },
  {
    because: "a version to set is none of them",
    args: ["migrate", "set", "99", "-u", url, ...dir],
    says: /version "99" not found\n {2}Versions of the directory: 12 versions/,
  },
  {
    because: "a version to run to is none of them",
    args: ["migrate", "apply", "2", "-u", url, ...dir, "--to-version", "9"],
    says: /version 9 is not among the pending migrations\n {2}Pending: 01, 02\.\n$/,
  },
  {
    because: "nothing listens",
    args: ["schema", "inspect", "-u", "postgres://u@127.0.0.1:1/d"],
    says: /ECONNREFUSED.*\n {2}Nothing listens there/,
  },
  {
    because: "a file is no database",
    args: ["schema", "inspect", "-u", `sqlite://${at("words.txt")}`],
    says: /file is not a database.*\n {2}.*the file that the URL names/,
  },
  {
    because: "nobody says which files are new",
    args: ["migrate", "lint", ...dir, "--dev-url", dev],
    says: /--latest is required.*\n {2}.*--latest 1/,
  },
  {
    because: "an import would mix directories",
    args: ["migrate", "import", "--from", `file://${at("migrations")}?format=goose`, "--to", `file://${directory}`],
    says: /must be empty.*\n {2}Name with --to/,
  },
];

describe("the line below an error says what to do", () => {
  it.each(cases)("where $because", async ({ args, says }) => {
    const { code, err } = await run(...args);
    expect(err).toMatch(says);
    expect(code).toBe(1);
  });
});

describe("a migration that fails names file, line and column", () => {
  const broken = ["--dir", `file://${at("broken")}`];
  const text = "create table a (id int);\n\n-- été\n  create tabel b (id int);\n";
  beforeAll(async () => {
    mkdirSync(at("broken"));
    writeFileSync(at("broken/1_a.sql"), text);
    await run("migrate", "hash", ...broken);
  });

  it.each([
    { by: "apply", args: ["migrate", "apply", "-u", `sqlite://${at("b.db")}`, ...broken] },
    { by: "validate", args: ["migrate", "validate", "--dev-url", dev, ...broken] },
    { by: "lint", args: ["migrate", "lint", "--latest", "1", "--dev-url", dev, ...broken] },
    {
      by: "diff",
      args: ["migrate", "diff", "--to", `file://${at("schema.sql")}`, "--dev-url", dev, ...broken],
    },
  ])("migrate $by", async ({ args }) => {
    const { code, err } = await run(...args);
    expect(err).toMatch(/(?:^Note: |\n {2})The statement failed at 1_a\.sql:4:3\.\n$/);
    expect(code).toBe(1);
  });
});

describe("what keeps a database from being begun", () => {
  it("is named, the first few where it is much", async () => {
    const tables = Array.from({ length: 7 }, (_, i) => `create table there_${i} (id int);`).join("\n");
    writeFileSync(at("there.sql"), tables);
    const many = `sqlite://${at("many.db")}`;
    await run("schema", "apply", "-u", many, "--to", `file://${at("there.sql")}`, "--auto-approve");
    const { err } = await run("migrate", "apply", "-u", many, ...dir);
    expect(err).toContain("found multiple tables: 7 (there_0, there_1, there_2, there_3, there_4 and 2 more)\n");
  });
});

describe("a directory that is not the database's", () => {
  const database = `sqlite://${at("own.db")}`;
  const own = ["--dir", `file://${at("own")}`];
  const other = ["--dir", `file://${at("other")}`];
  beforeAll(async () => {
    for (const name of ["own", "other", "emptied"]) mkdirSync(at(name));
    for (const version of [3, 4]) writeFileSync(at(`own/${version}_o.sql`), `create table o${version} (id int);\n`);
    writeFileSync(at("other/1_x.sql"), "create table x (id int);\n");
    await run("migrate", "hash", ...own);
    await run("migrate", "hash", ...other);
    await run("migrate", "apply", "1", "-u", database, ...own);
    await run("migrate", "set", "4", "-u", database, ...own);
  });

  it.each(["status", "apply"])("is refused by migrate %s when it is empty", async (command) => {
    const { code, err } = await run("migrate", command, "-u", database, "--dir", `file://${at("emptied")}`);
    expect(err).toMatch(/has no files, and the database has a history: 3, 4\n {2}Look whether/);
    expect(code).toBe(1);
  });

  it("is noted by migrate status when it has others, with the versions that were set", async () => {
    const { out } = await run("migrate", "status", "-u", database, ...other);
    expect(out).toContain("are missing: 3, 4; the directory has no applied one, and may be another database's\n");
  });
});

describe("migrate lint", () => {
  it("says on standard error how to mend a directory without atlas.sum", async () => {
    mkdirSync(at("unsummed"));
    writeFileSync(at("unsummed/1_a.sql"), "create table a (id int);\n");
    const outcome = await run(
      "migrate",
      "lint",
      "--latest",
      "1",
      "--dev-url",
      dev,
      "--dir",
      `file://${at("unsummed")}`,
    );
    expect(outcome).toMatchObject({ code: 1, err: expect.stringMatching(/^Note: .*`atlas-iac migrate hash`\.\n$/) });
  });
});
