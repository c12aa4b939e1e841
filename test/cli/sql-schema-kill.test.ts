import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSession } from "../../provider/schema/drivers/open";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf, script } from "../schema/databases";
import { start } from "./atlas-iac";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-schema-kill-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The arguments that bring a database to a schema. */
function towards(url: string, schema: string): string[] {
  const file = path.join(directory, "schema.sql");
  writeFileSync(file, schema);
  return ["schema", "apply", "-u", url, "--to", `file://${file}`, "--auto-approve"];
}

/** Kills the command once it is seen to be amid its statements. */
async function killedOnce(args: readonly string[], amid: () => Promise<boolean>): Promise<void> {
  const child = start(args);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => said.push(text.toString()));
  const ended = once(child, "close").then((end) => [...end, said.join("")]);
  const begun = expect.poll(amid, { timeout: 60_000 }).toBe(true);
  // A command that fails says so here, and not after a minute.
  expect(await Promise.race([begun.then(() => undefined), ended])).toBeUndefined();
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL", expect.not.stringContaining("Error")]);
}

async function finishes(args: readonly string[]): Promise<void> {
  expect(await runCommand(...args)).toMatchObject({ code: 0, err: "" });
  expect(await runCommand(...args)).toMatchObject({ code: 0, out: expect.stringContaining("Schema is synced") });
}

describeOn("postgres", "schema apply that is killed amid its statements", (database) => {
  it("leaves nothing of them, and the next one does all", async () => {
    const url = await database().fresh();
    await script(url, "create table held (id int)", "insert into held values (7)");
    const tables = "select tablename from pg_tables where schemaname = 'public' order by 1";
    const args = towards(url, "create table a (id int); create table held (id int, n int); create table z (id int);");
    const other = await openSession(url);
    await other.begin();
    await other.execute("lock table held in access share mode");
    const waiting = "select pid from pg_stat_activity where wait_event_type = 'Lock' and query like 'ALTER TABLE%'";
    await killedOnce(args, async () => (await rowsOf(url, waiting)).length > 0);
    await other.close();
    // The server misses its client at the end of the statement, and gives up what was not committed.
    const working =
      "select pid from pg_stat_activity where datname = current_database() and application_name = 'atlas-iac'";
    await expect.poll(() => rowsOf(url, `${working} and pid <> pg_backend_pid()`), { timeout: 60_000 }).toEqual([]);
    expect(await rowsOf(url, tables)).toEqual([["held"]]);
    await finishes(args);
    expect(await rowsOf(url, tables)).toEqual([["a"], ["held"], ["z"]]);
    expect(await rowsOf(url, "select id, n from held")).toEqual([["7", null]]);
  });
});

describeOn("sqlite", "schema apply that is killed while it makes a table anew", (database) => {
  // Each row takes a while to be written.
  const check = "check (length(hex(zeroblob(20000000))) > id)";

  it("leaves the table as it was, and the next one does all", async () => {
    const url = await database().fresh();
    const rows = "with recursive c (n) as (select 1 union all select n + 1 from c where n < 5000) select n, n from c";
    await script(
      url,
      `create table t (id integer primary key, n int, ${check})`,
      "pragma ignore_check_constraints = on",
      `insert into t ${rows}`,
    );
    const args = towards(
      url,
      `create table t (id integer primary key, n text not null, ${check}); create table z (id int);`,
    );
    const file = new URL(url).pathname;
    await killedOnce(args, async () => existsSync(`${file}-journal`));
    expect(await rowsOf(url, "select name from sqlite_master order by 1")).toEqual([["t"]]);
    expect(await rowsOf(url, "select count(*) from t")).toEqual([["5000"]]);
    await script(url, "delete from t where id > 1");
    await finishes(args);
    expect(await rowsOf(url, "select name from sqlite_master order by 1")).toEqual([["t"], ["z"]]);
    expect(await rowsOf(url, "select id, n from t")).toEqual([["1", "1"]]);
  });
});
