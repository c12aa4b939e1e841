import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withSession } from "../../provider/schema/drivers/open";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf, script } from "../schema/databases";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-retries-"));
  mkdirSync(path.join(directory, "migrations"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const [FIRST, BLOCKED] = ["create table first (id int);", "alter table busy add column n int;"];

describeOn("postgres", "a migration that is tried again, as others are in the way", (database) => {
  const dir = () => ["--dir", `file://${path.join(directory, "migrations")}`];
  const write = async (text: string) => {
    writeFileSync(path.join(directory, "migrations/1_alter.sql"), text);
    await run("migrate", "hash", ...dir());
  };
  /** What a run prints while another session is at the table. */
  const blocked = async (url: string, ...more: string[]) => {
    await script(url, "create table if not exists busy (id int)");
    return withSession(url, {}, async (blocker) => {
      await blocker.begin();
      await blocker.query("select * from busy");
      return run("migrate", "apply", "-u", `${url}&lock_timeout=50ms`, ...dir(), "--allow-dirty", ...more);
    });
  };

  it.each([
    { because: "all of it was taken back", head: "", told: [FIRST, BLOCKED, FIRST, BLOCKED, FIRST, BLOCKED] },
    { because: "it goes on", head: "-- atlas:txmode none\n\n", told: [FIRST, BLOCKED, BLOCKED, BLOCKED] },
  ])("counts a statement once however often it is tried: $because", async ({ head, told }) => {
    await write(`${head}${FIRST}\n${BLOCKED}\n`);
    const { code, out } = await blocked(await database().fresh());
    expect(code).toBe(1);
    expect(out.match(/(?<=-> ).*/g)).toEqual(told);
    expect(out.match(/-- again, as others were in the way/g)).toHaveLength(2);
    expect(out).toMatch(/-- 1 migration with errors\n {2}-- 1 sql statement ok, 1 with errors\n/);
  });

  it("reports it once to programs, and one statement alone as none that went well", async () => {
    await write(`${BLOCKED}\n`);
    const url = await database().fresh();
    expect((await blocked(url)).out).toContain("-- 1 sql statement with errors\n");
    const { out } = await blocked(url, "--format", "{{ json .Applied }}");
    expect(JSON.parse(out)).toMatchObject([{ Applied: [BLOCKED] }]);
    expect(await rowsOf(url, "select count(*) from busy")).toEqual([["0"]]);
  });
});
