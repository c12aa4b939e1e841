import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withSession } from "../../provider/schema/drivers/open";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf, script } from "../schema/databases";
import { start } from "./atlas-iac";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-down-"));
  mkdirSync(at("migrations"));
  writeFileSync(at("migrations/1_a.sql"), "create table a (id int);\n");
  writeFileSync(at("migrations/2_b.sql"), "create table b (id int);\n");
  await run("migrate", "hash", ...dir());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const dir = () => ["--dir", `file://${at("migrations")}`];

describe("going down on the command line", () => {
  const url = () => `sqlite://${at("a.db")}`;

  it("leaves alone what --exclude names", async () => {
    await run("migrate", "apply", "-u", url(), ...dir());
    await script(url(), "insert into b values (7)");
    const flags = ["-u", url(), ...dir(), "--exclude", "x", "--exclude", "b*", "--auto-approve"];
    expect(await run("migrate", "down", ...flags)).toMatchObject({ code: 0, err: "" });
    expect(await rowsOf(url(), "select id from b")).toEqual([["7"]]);
    expect(await rowsOf(url(), "select version from atlas_schema_revisions")).toEqual([["1"]]);
  });

  it("asks no dev database for anything when there is nothing to take back", async () => {
    await script(url(), "create table mine (id int)");
    const flags = ["-u", url(), ...dir(), "--dev-url", "postgres://127.0.0.1:1/nobody-listens"];
    expect(await run("migrate", "down", ...flags)).toEqual({ code: 0, out: "No migrations to take back\n", err: "" });
  });
});

describeOn("postgres", "going down from what no schema has words for", (database) => {
  it("names what stays: objects that are not managed, and rows of tables that stay", async () => {
    const url = await database().fresh();
    writeFileSync(
      at("migrations/3_f.sql"),
      [
        "create function f() returns int language sql as 'select 1';",
        "create table c (id int);",
        "insert into c values (1);",
        "create view v as select id from a;",
      ].join("\n"),
    );
    writeFileSync(at("migrations/4_rows.sql"), "-- rows\ninsert into a values (1);\nupdate b set id = 2;\n");
    await run("migrate", "hash", ...dir());
    await run("migrate", "apply", "-u", url, ...dir());
    const { code, out, err } = await run("migrate", "down", "2", "-u", url, ...dir(), "--auto-approve");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("2 taken back") });
    expect(err.split("\n")).toEqual([
      "Note: 4_rows.sql:2:1: rows are changed here, and by 1 more statements; going down leaves them as they are",
      expect.stringMatching(/^Note: not managed, and left as it is: .*function f\(\).*view v|view v.*function f\(\)/),
      "",
    ]);
  });
});

describeOn("postgres", "Ctrl-C while going down", (database) => {
  it("stops the statement at the server, says so, and takes nothing back", async () => {
    const url = await database().fresh();
    await run("migrate", "apply", "-u", url, ...dir());
    const waiting = "select 1 from pg_stat_activity where query like 'DROP TABLE%' and wait_event_type = 'Lock'";
    await withSession(url, {}, async (other) => {
      await other.begin();
      await other.execute("lock table b in access share mode");
      const child = start(["migrate", "down", "-u", url, ...dir(), "--auto-approve"]);
      let err = "";
      child.stderr?.on("data", (text: Buffer) => {
        err += text.toString();
      });
      const ended = once(child, "close");
      await expect.poll(() => rowsOf(url, waiting), { timeout: 60_000 }).toHaveLength(1);
      child.kill("SIGINT");
      const [code] = await ended;
      expect({ code, err }).toEqual({
        code: 130,
        err: expect.stringMatching(/^Stopping the statement[\s\S]*Error: interrupted: [\s\S]*Nothing was changed/),
      });
    });
    expect(await rowsOf(url, "select version from atlas_schema_revisions order by 1")).toEqual([["1"], ["2"]]);
  });
});
