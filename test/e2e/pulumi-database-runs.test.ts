import { resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withSession } from "../../provider/schema/drivers/open";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { installEngine } from "../../tools/schema/build-engine";
import { describeOn, rowsOf, script } from "../schema/databases";
import { Bench, PATIENCE, said, USERS } from "./pulumi/database-bench";

/** Of the database, for the long migration and the tests alone. */
const GATE = 7;

/** Running anything of it twice fails, or shows as a second row. It goes on in the middle once nobody holds the gate. */
const LONG = {
  "1_log.sql": "create table log (id int primary key);\ninsert into log values (1);\n",
  "2_long.sql": `insert into log values (2);\nselect pg_advisory_xact_lock(${GATE});\ninsert into log values (3);\n`,
};

const AT_THE_GATE = "query like 'select pg_advisory_xact_lock%' and wait_event = 'advisory'";
const WAITING_FOR_ITS_TURN =
  "query like 'SELECT pg_try_advisory_lock%' and pid not in (select pid from pg_locks where locktype = 'advisory' and granted)";

/** Holds up every run that comes to the middle of the long migration, until `meanwhile` has ended. */
function heldUp<Result>(url: string, meanwhile: () => Promise<Result>): Promise<Result> {
  return withSession(url, {}, async (session) => {
    await session.query(`select pg_advisory_lock(${GATE})`);
    return meanwhile();
  });
}

/** Waits until a run does what the condition says. */
async function until(url: string, condition: string): Promise<void> {
  const there = `select 1 from pg_stat_activity where datname = current_database() and ${condition}`;
  await vi.waitFor(async () => expect(await rowsOf(url, there)).toHaveLength(1), { timeout: PATIENCE, interval: 100 });
}

const logged = (url: string) => rowsOf(url, "select id from log order by id");
const ALL = [["1"], ["2"], ["3"]];

describeWithEngine("pulumi", "runs of database objects that meet trouble", () => {
  beforeAll(() => installEngine(resolve(__dirname, "../../dist")));
  const others: Bench[] = [];
  afterEach(async () => {
    for (const one of others.splice(0)) await one.close();
  });

  describeOn("postgres", "a stack", (database) => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await Bench.open(await database().fresh());
    });
    afterEach(() => bench.close());

    describe("whose engine is killed amid a migration", { timeout: PATIENCE }, () => {
      it.each(["everything", "engine"] as const)("finishes with the next up, nothing twice (%s)", async (what) => {
        await bench.migration(LONG);
        await heldUp(bench.url, async () => {
          const run = bench.stack.up();
          await until(bench.url, AT_THE_GATE);
          await run.kill(what);
        });
        await bench.stack.cancel();
        await bench.up();
        expect(await logged(bench.url)).toEqual(ALL);
        expect((await bench.status()).appliedVersions).toEqual(["1", "2"]);
        expect((await bench.up()).changes).toEqual({ same: 2 });
      });
    });

    describe("that is not the only one on its database", { timeout: PATIENCE }, () => {
      it("waits for the other's run, and finds its work done", async () => {
        const other = await Bench.open(bench.url);
        others.push(other);
        for (const each of [bench, other]) await each.migration(LONG);
        const runs = await heldUp(bench.url, async () => {
          const first = bench.stack.up();
          await until(bench.url, AT_THE_GATE);
          const second = other.stack.up();
          await until(bench.url, WAITING_FOR_ITS_TURN);
          return { first, second };
        });
        const [one, two] = await Promise.all([runs.first, runs.second]);
        expect([one.exitCode, two.exitCode], said(one) + said(two)).toEqual([0, 0]);
        expect(await logged(bench.url)).toEqual(ALL);
        expect((await other.status()).plan).toEqual([]);
      });

      it("gives up where it must not wait longer, and says who is at work", async () => {
        const other = await Bench.open(bench.url);
        others.push(other);
        await bench.migration(LONG);
        await other.migration(LONG, {
          config: 'env "it" {\n  migration {\n    lock_timeout = "1s"\n  }\n}\n',
          envName: "it",
        });
        const { first } = await heldUp(bench.url, async () => {
          const running = bench.stack.up();
          await until(bench.url, AT_THE_GATE);
          const two = await other.stack.up();
          expect(two.exitCode).not.toBe(0);
          expect(said(two)).toMatch(/held by .*atlas-iac/);
          return { first: running };
        });
        expect((await first).exitCode).toBe(0);
        expect(await logged(bench.url)).toEqual(ALL);
      });
    });
  });

  describeOn("sqlite", "a stack with a resource that gets another name", (database) => {
    it("keeps the tables that were to be dropped with the old one, and their rows", { timeout: PATIENCE }, async () => {
      const url = await database().fresh();
      const bench = await Bench.open({ before: url, after: url });
      others.push(bench);
      await bench.schema(USERS, {}, { onDelete: "drop" }, "before");
      await bench.up();
      await script(url, "insert into users values (7, 'a@b.c')");
      await bench.declare(null, "before");
      await bench.schema(USERS, {}, { onDelete: "drop" }, "after");
      const run = await bench.up();
      expect(run.changes).toEqual({ create: 1, delete: 1, same: 1 });
      expect(said(run)).toContain("Nothing was dropped");
      expect(await rowsOf(url, "select id from users")).toEqual([["7"]]);
      await bench.stack.destroy();
      expect(await bench.tables("after")).toEqual([]);
    });
  });

  describeOn("sqlite", "a stack with a project file", (database) => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await Bench.open(await database().fresh());
      return () => bench.close();
    });

    const project = (more: string, rest = "") =>
      `${rest}variable "file" {\n  type = string\n}\nenv "it" {\n  url = var.file\n${more}}\n`;
    const args = (config: string, more: object = {}) => ({
      configFrom: { secretKeyRef: config },
      envName: "it",
      vars: [{ key: "file", valueFrom: { secretKeyRef: bench.url } }],
      ...more,
    });

    it("applies the schema beside the program, finds drift by it, and keeps its secrets encrypted", {
      timeout: PATIENCE,
    }, async () => {
      await bench.program.write({ "tables.sql": USERS });
      const declared = args(project('  src = "file://tables.sql"\n'));
      await bench.declare({ kind: "AtlasSchema", args: declared, ofProject: true });
      const preview = await bench.stack.preview();
      expect(said(preview)).toMatch(/CREATE TABLE `users`/);
      await bench.up();
      expect(await bench.tables()).toEqual(["users"]);
      expect((await bench.up()).changes).toEqual({ same: 2 });
      expect(JSON.stringify(await bench.stack.exportState())).not.toContain("var.file");

      await bench.program.write({ "tables.sql": "create table pets (id integer primary key);" });
      await script(bench.url, "drop table users");
      expect((await bench.stack.refresh()).exitCode).toBe(0);
      // A refresh compares with what was applied, not with what the files say by now.
      expect((await bench.status()).pending.join()).toMatch(/^(?!.*`pets`).*`users`/s);
      await bench.up();
      expect(await bench.tables()).toEqual(["pets"]);
    });

    it("runs a program for the schema only where the stack allows it", { timeout: PATIENCE }, async () => {
      const program = JSON.stringify(["node", "-e", `process.stdout.write(${JSON.stringify(USERS)})`]);
      const data = `data "external_schema" "orm" {\n  program = ${program}\n}\n`;
      const declared = args(project("  src = data.external_schema.orm.url\n", data));
      await bench.declare({ kind: "AtlasSchema", args: declared, ofProject: true });
      const refused = await bench.stack.preview();
      expect(refused.exitCode).not.toBe(0);
      expect(said(refused)).toContain("data.external_schema.orm runs the program node, which is not allowed here");
      expect(said(refused)).toContain("atlas:allowPrograms");
      await bench.stack.setConfig("atlas:allowPrograms", "true");
      await bench.up();
      expect(await bench.tables()).toEqual(["users"]);
    });
  });
});
