import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf, script } from "../schema/databases";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-hints-"));
  mkdirSync(at("migrations"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const url = () => `sqlite://${at("a.db")}`;
const dir = () => ["--dir", `file://${at("migrations")}`];

async function written(name: string, text: string): Promise<void> {
  writeFileSync(at(`migrations/${name}`), text);
  await run("migrate", "hash", ...dir());
}

const applied = (...flags: string[]) => run("migrate", "apply", "-u", url(), ...dir(), ...flags);

describe("what to do is told in flags", () => {
  it("for a database that holds something", async () => {
    await script(url(), "create table there (id int)");
    await written("1_a.sql", "create table a (id int);\n");
    expect((await applied()).err).toMatch(/not empty[\s\S]*--baseline[\s\S]*--allow-dirty/);
    expect((await applied("--allow-dirty")).code).toBe(0);
  });

  it("for a history that was edited", async () => {
    await written("1_a.sql", "create table a (id int);\n");
    await applied();
    await written("1_a.sql", "create table a (id int, n int);\n");
    expect((await applied()).err).toMatch(/1_a\.sql was edited[\s\S]*--allow-edited/);
    expect((await applied("--allow-edited")).code).toBe(0);
  });

  it("for files out of order", async () => {
    await written("2_b.sql", "create table b (id int);\n");
    await applied();
    await written("4_c.sql", "create table c (id int);\n");
    await applied();
    await written("3_a.sql", "create table a (id int);\n");
    expect((await applied()).err).toMatch(/out of order[\s\S]*--exec-order non-linear/);
    expect((await applied("--exec-order", "non-linear")).code).toBe(0);
  });

  it("for a run that was killed", async () => {
    await written("1_a.sql", "-- atlas:txmode none\n\ncreate table a (id int);\ncreate table a (id int);\n");
    await applied();
    await script(
      url(),
      "update atlas_schema_revisions set error = 'atlas-iac: this statement was started, and its end was not recorded'",
    );
    expect((await applied()).err).toMatch(/was interrupted[\s\S]*--interrupted ran/);
    expect((await applied("--interrupted", "ran")).code).toBe(0);
  });

  it("for files that were rolled back with the one that failed", async () => {
    await written("1_a.sql", "create table a (id int);\n");
    await written("2_b.sql", "create table b (id int, id int);\n");
    const { code, err } = await applied("--tx-mode", "all");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("All was rolled back") });
    expect((await applied()).err).not.toContain("rolled back");
    expect((await run("migrate", "status", "-u", url(), ...dir())).out).toContain("Current Version: 1");
  });

  it("for a baseline that comes too late", async () => {
    await written("1_a.sql", "create table a (id int);\n");
    expect((await applied()).err).toBe("");
    expect((await applied("--baseline", "77")).err).toContain("Note: the baseline 77 has no effect");
    expect((await applied("--baseline", "1")).err).toBe("");
  });

  it("for a URL that is empty, by where it comes from", async () => {
    writeFileSync(at("to.sql"), "create table a (id int);");
    writeFileSync(at("p.hcl"), '\nenv "x" {\n  url = getenv("ATLAS_IAC_TEST_NOT_SET")\n}\n');
    const command = ["schema", "apply", "--to", `file://${at("to.sql")}`, "--dry-run"];
    const { code, err } = await run(...command, "-c", `file://${at("p.hcl")}`, "--env", "x");
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/p\.hcl:2:1: url of env "x" is empty\n.*ATLAS_IAC_TEST_NOT_SET.*or give --url/),
    });
    expect((await run(...command, "-u", "")).err).toMatch(/^Error: --url is empty\n {2}Give it a URL/);
    expect(await run(...command, "-u", url(), "--dev-url", "")).toMatchObject({ code: 0 });
  });

  it("for destructive changes that a project forbids", async () => {
    await script(url(), "create table gone (id int)");
    writeFileSync(at("to.sql"), "create table a (id int);");
    writeFileSync(at("p.hcl"), 'lint {\n  destructive {\n    error = true\n  }\n}\nenv "x" {}\n');
    const project = ["-c", `file://${at("p.hcl")}`, "--env", "x"];
    const apply = (...flags: string[]) =>
      run("schema", "apply", "-u", url(), "--to", `file://${at("to.sql")}`, ...project, ...flags);
    const refused = expect.stringMatching(/destructive changes detected[\s\S]*of the project file forbids them/);
    const out = expect.stringContaining("DROP TABLE `gone`;");
    for (const flags of [["--auto-approve"], []]) {
      expect(await apply(...flags), flags.join()).toEqual({ code: 1, err: refused, out });
    }
    const shown = await apply("--dry-run");
    expect(shown).toEqual({ code: 0, err: refused, out });
    expect(shown.err).toMatch(/^Note: this would be refused: /);
    // What is there for programs is as upstream's.
    const reported = await apply("--dry-run", "--format", "{{ len .Changes.Pending }}");
    expect(reported).toEqual({ code: 0, err: "", out: expect.stringMatching(/^[1-9]/) });
    expect(await rowsOf(url(), "select * from gone")).toEqual([]);
  });
});

describeOn("postgres", "a history in the place for bound URLs", (database) => {
  it("is named to who comes with an unbound URL", async () => {
    const realm = await database().freshRealm();
    await written("1_a.sql", "create table a (id int);\n");
    expect(await run("migrate", "apply", "-u", `${realm}&search_path=public`, ...dir())).toMatchObject({ code: 0 });
    expect(await run("migrate", "apply", "-u", realm, ...dir())).toMatchObject({
      code: 1,
      err: expect.stringContaining("public has one (atlas_schema_revisions)"),
    });
    expect(await run("migrate", "apply", "-u", realm, ...dir(), "--revisions-schema", "public")).toMatchObject({
      out: "No migration files to execute\n",
    });
  });
});

describeOn("postgres", "a URL as libpq takes it", (database) => {
  it("logs in, and shows the password to nobody", async () => {
    const { username, password, host, pathname } = new URL(await database().fresh());
    const given = (secret: string) =>
      `postgres://${host}${pathname}?sslmode=disable&user=${username}&password=${secret}&search_path=public`;
    expect(await run("schema", "inspect", "-u", given(password))).toMatchObject({ code: 0 });
    const refused = await run("schema", "inspect", "-u", given("SECRET"));
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining(`cannot connect to postgres://${username}@`),
    });
    expect(refused.err).not.toContain("SECRET");
  });
});

describeOn("postgres", "what to do is told in flags", (database) => {
  it("for a role that may not make the schema of the history", async () => {
    await written("1_a.sql", "create table a (id int);\n");
    const [realm, role] = [await database().freshRealm(), `hinted_${process.pid}`];
    await script(realm, `create role ${role}`);
    const { code, err } = await run("migrate", "apply", "-u", `${realm}&role=${role}`, ...dir());
    await script(realm, `drop role ${role}`);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/permission denied[\s\S]*Have schema .* --revisions-schema\./),
    ]);
  });
});
