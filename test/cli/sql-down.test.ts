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
