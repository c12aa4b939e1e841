import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withSession } from "../../provider/schema/drivers/open";
import { MIGRATE_LOCK, withLock } from "../../provider/schema/execute/lock";
import { SCHEMA_LOCK } from "../../provider/schema/execute/schema-lock";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { describeOn, KINDS, rowsOf } from "../schema/databases";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-at-once-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
/** However slow the machine: who waits gets its turn. */
const PATIENT = ["--lock-timeout", "2m"];
const LATER = "Note: another run was quicker; looking again at what is left to do\n";

for (const kind of KINDS) {
  describeOn(kind, "runs at once", (database) => {
    it("of migrate apply: one does all there is to do, and the others find nothing left", async () => {
      const url = await database().fresh();
      mkdirSync(at("migrations"));
      for (const n of [1, 2, 3]) {
        writeFileSync(at(`migrations/${n}_t.sql`), `create table t${n} (id int);\ninsert into t${n} values (${n});\n`);
      }
      const dir = ["--dir", `file://${at("migrations")}`];
      await run("migrate", "hash", ...dir);
      const runs = await Promise.all([1, 2, 3, 4].map(() => run("migrate", "apply", "-u", url, ...dir, ...PATIENT)));
      expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      const done = runs.filter(({ out }) => out.startsWith("Migrating to version 3 (3 migrations in total)"));
      const nothing = runs.filter(({ out }) => out === "No migration files to execute\n");
      expect([done.length, nothing.length]).toEqual([1, 3]);
      expect(await rowsOf(url, "select count(*) from t1, t2, t3")).toEqual([["1"]]);
    });

    it("of schema apply: a plan that another run has carried out is not carried out again", async () => {
      const url = await database().fresh();
      writeFileSync(at("to.sql"), "create table t (id int primary key);");
      const dev = database().devUrl ? ["--dev-url", database().devUrl ?? ""] : [];
      const flags = ["-u", url, "--to", `file://${at("to.sql")}`, ...dev, "--auto-approve", ...PATIENT];
      const runs = await Promise.all([1, 2, 3].map(() => run("schema", "apply", ...flags)));
      expect(runs.map(({ code, err }) => [code, err.replace(LATER, "")])).toEqual([
        [0, ""],
        [0, ""],
        [0, ""],
      ]);
    });
  });
}

describeOn("postgres", "a run that waits in vain", (database) => {
  it("names who has the lock, and does nothing", async () => {
    const url = await database().fresh();
    mkdirSync(at("migrations"));
    writeFileSync(at("migrations/1_t.sql"), "create table t (id int);\n");
    writeFileSync(at("to.sql"), "create table t (id int);");
    const dir = ["--dir", `file://${at("migrations")}`];
    await run("migrate", "hash", ...dir);
    const held = async (lock: string, ...command: string[]) =>
      withSession(url, {}, (other) =>
        withLock(other, lock, { waitMs: 1000 }, () => run(...command, "-u", url, "--lock-timeout", "100ms")),
      );
    const failed = { code: 1, err: expect.stringMatching(/^Error: the lock .* is held by session \d+ of/) };
    expect(await held(MIGRATE_LOCK, "migrate", "apply", ...dir)).toMatchObject(failed);
    expect(
      await held(SCHEMA_LOCK, "schema", "apply", "--to", `file://${at("to.sql")}`, "--auto-approve"),
    ).toMatchObject(failed);
    expect(await rowsOf(url, "select to_regclass('t')")).toEqual([[null]]);
  });
});
