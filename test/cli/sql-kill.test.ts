import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TransactionMode } from "../../provider/schema/execute/segments";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, type Kind, rowsOf, type TestDatabase } from "../schema/databases";
import { start } from "./atlas-iac";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-kill-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A statement that would not end, and how to see at its database that it runs. MariaDB's own ends the transaction before. */
const SLOW: Record<Kind, { statement: string; running: string }> = {
  postgres: {
    statement: "create table slow as select 1 as one from pg_sleep(600)",
    running: "select pid from pg_stat_activity where query like 'create table slow%' and state = 'active'",
  },
  mariadb: {
    statement: "create table slow as select sleep(600) as one",
    running: "select ID from information_schema.PROCESSLIST where INFO like 'create table slow%'",
  },
  sqlite: {
    statement:
      "create table slow as with recursive c (n) as (select 1 union all select n + 1 from c) select max(n) as one from c",
    running: "select version from atlas_schema_revisions where error_stmt like 'create table slow%'",
  },
};

const INIT = "create table log (n varchar(9));\ninsert into log values ('one');\n";
const NEXT = (slow: string) => `insert into log values ('two');\n${slow};\ninsert into log values ('three');\n`;

/** Writes the two files, the second with a slow statement or a quick one, and answers the arguments that name the directory. */
async function write(name: string, slow: string): Promise<string[]> {
  const dir = path.join(directory, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, "1_init.sql"), INIT);
  writeFileSync(path.join(dir, "2_next.sql"), NEXT(slow));
  const named = ["--dir", `file://${dir}`];
  await runCommand("migrate", "hash", ...named);
  return named;
}

/** Kills `migrate apply` while its slow statement runs. What the server goes on with is then as if nobody had looked. */
async function killedWhileSlow(kind: Kind, args: readonly string[], url: string, visible: boolean): Promise<void> {
  const child = start(["migrate", "apply", ...args]);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => said.push(text.toString()));
  const ended = once(child, "close").then((end) => [...end, said.join("")]);
  const begun = expect.poll(() => said.join(""), { timeout: 60_000 }).toContain("create table slow");
  // A command that fails says so here, and not after a minute.
  expect(await Promise.race([begun.then(() => undefined), ended])).toBeUndefined();
  if (visible) await expect.poll(() => rowsOf(url, SLOW[kind].running), { timeout: 60_000 }).toHaveLength(1);
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL", expect.not.stringContaining("Error")]);
}

/** The server has not noticed that the client is gone: the session is named to who comes next, who ends it, as advised. */
async function endSession(kind: Kind, args: readonly string[], url: string): Promise<void> {
  if (kind === "sqlite") return;
  const [[session = ""] = []] = await rowsOf(url, SLOW[kind].running);
  const { code, err } = await runCommand("migrate", "apply", ...args, "--lock-timeout", "50ms");
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`is held by session ${session} of `) });
  await rowsOf(url, kind === "postgres" ? `select pg_terminate_backend(${session})` : `kill ${session}`);
  await expect.poll(() => rowsOf(url, SLOW[kind].running), { timeout: 60_000 }).toEqual([]);
}

interface Case {
  mode: TransactionMode;
  /** What the status tells: how many files are done, and whether the second is in part. */
  executed: number;
  undecidable: boolean;
}

/** Every mode where each ends in another way. The soak test kills runs of all, wherever they can die. */
const CASES: Record<Kind, Case[]> = {
  postgres: [
    { mode: "file", executed: 1, undecidable: false },
    { mode: "all", executed: 0, undecidable: false },
    { mode: "none", executed: 2, undecidable: true },
  ],
  mariadb: [{ mode: "all", executed: 2, undecidable: true }],
  sqlite: [
    { mode: "all", executed: 0, undecidable: false },
    { mode: "none", executed: 2, undecidable: true },
  ],
};

async function die(kind: Kind, { mode, undecidable }: Case, database: TestDatabase) {
  const url = await database.fresh();
  const name = `${kind}-${mode}`;
  const args = ["-u", url, "--tx-mode", mode, ...(await write(name, SLOW[kind].statement))];
  await killedWhileSlow(kind, args, url, kind !== "sqlite" || undecidable);
  await endSession(kind, args, url);
  return { url, args, repair: () => write(name, "create table slow as select 1 as one") };
}

for (const kind of ["postgres", "mariadb", "sqlite"] as const) {
  describeOn(kind, "a command that is killed during a statement", (database) => {
    it.each(CASES[kind])("is finished by the next, in mode $mode", async (one) => {
      const { url, args, repair } = await die(kind, one, database());
      const status = await runCommand("migrate", "status", ...args.slice(0, 2), ...args.slice(4));
      expect(status.out).toContain("Migration Status: PENDING\n");
      expect(status.out).toMatch(new RegExp(`Executed Files: +${one.executed}${one.undecidable ? " \\(last" : "\\n"}`));

      await repair();
      if (one.undecidable) {
        const { code, err } = await runCommand("migrate", "apply", ...args);
        expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("create table slow") });
        expect(err).toContain("2_next.sql was interrupted while its statement 2 ran");
        args.push("--interrupted", "not-run");
      }
      expect(await runCommand("migrate", "apply", ...args)).toMatchObject({ code: 0, err: "" });
      expect(await rowsOf(url, "select n from log")).toEqual([["one"], ["two"], ["three"]]);
      expect(await rowsOf(url, "select version, applied, total from atlas_schema_revisions order by version")).toEqual([
        ["1", "2", "2"],
        ["2", "3", "3"],
      ]);
    });
  });
}
