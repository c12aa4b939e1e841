import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf } from "../schema/databases";
import { start } from "./atlas-iac";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-interrupt-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SLOW = {
  postgres: {
    statement: "create table slow as select 1 as one from pg_sleep(120)",
    running: "select 1 from pg_stat_activity where query like 'create table slow%' and state = 'active'",
  },
  mariadb: {
    statement: "create table slow as select sleep(120) as one",
    running: "select 1 from information_schema.PROCESSLIST where INFO like 'create table slow%'",
  },
} as const;

/** The same in a script: PostgreSQL runs that in one message. */
const SCRIPT_RUNNING = {
  postgres: "select 1 from pg_stat_activity where query like 'create table t (%' and state = 'active'",
  mariadb: SLOW.mariadb.running,
} as const;

for (const kind of ["postgres", "mariadb"] as const) {
  describeOn(kind, "Ctrl-C during a slow statement", (database) => {
    it("stops it at the server, says so, and ends with 130", async () => {
      const url = await database().fresh();
      const dir = path.join(directory, kind);
      mkdirSync(dir);
      writeFileSync(path.join(dir, "1_slow.sql"), `${SLOW[kind].statement};\n`);
      await runCommand("migrate", "hash", "--dir", `file://${dir}`);
      const child = start(["migrate", "apply", "-u", url, "--dir", `file://${dir}`]);
      let err = "";
      child.stderr?.on("data", (text: Buffer) => {
        err += text.toString();
      });
      const ended = once(child, "close");
      await expect.poll(() => rowsOf(url, SLOW[kind].running), { timeout: 60_000 }).toHaveLength(1);
      child.kill("SIGINT");
      const [code] = await ended;
      expect({ code, err }).toEqual({
        code: 130,
        err: expect.stringMatching(/^Stopping the statement[\s\S]*Error: interrupted: /),
      });
      expect(await rowsOf(url, SLOW[kind].running)).toEqual([]);
    });
  });
}

for (const [kind, signal] of [
  ["postgres", "SIGINT"],
  ["mariadb", "SIGTERM"],
] as const) {
  describeOn(kind, `${signal} while a dev database is worked in`, (database) => {
    it("stops that, ends with 130, and leaves the dev database empty", async () => {
      const [url, dev] = [await database().fresh(), await database().fresh()];
      const to = path.join(directory, `${kind}.sql`);
      writeFileSync(to, `create table t (a int);\n${SLOW[kind].statement};\n`);
      const child = start(["schema", "apply", "-u", url, "--to", `file://${to}`, "--dev-url", dev, "--dry-run"]);
      let err = "";
      child.stderr?.on("data", (text: Buffer) => {
        err += text.toString();
      });
      const ended = once(child, "close");
      await expect.poll(() => rowsOf(dev, SCRIPT_RUNNING[kind]), { timeout: 60_000 }).toHaveLength(1);
      child.kill(signal);
      const [code] = await ended;
      expect({ code, err }).toEqual({
        code: 130,
        err: expect.stringMatching(/Error: interrupted in the dev database, which is empty again/),
      });
      const ours = "select table_name from information_schema.tables where table_schema in ('public', database())";
      const tables = kind === "postgres" ? ours.replace("database()", "'public'") : ours;
      expect(await rowsOf(dev, tables)).toEqual([]);
    });
  });
}
