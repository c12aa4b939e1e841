import { describe, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { LockedError } from "../../../provider/schema/errors";
import { lockNumber, MIGRATE_LOCK, withLock } from "../../../provider/schema/execute/lock";
import { adler32 } from "../../../provider/schema/execute/sqlite-lock";
import {
  type ApplyMigrationsRequest,
  applyMigrations,
  MigrationRunError,
} from "../../../provider/schema/versioned/apply";
import { computeSum, type MigrationFiles } from "../../../provider/schema/versioned/directory";
import { migrateDown } from "../../../provider/schema/versioned/down";
import { setVersion } from "../../../provider/schema/versioned/set";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const summed = async (files: MigrationFiles) => ({ ...files, "atlas.sum": await computeSum(files) });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const THREE = {
  "1_users.sql": "create table users (id int primary key);\n",
  "2_posts.sql": "create table posts (id int primary key);\ncreate table tags (id int);\n",
  "3_more.sql": "create table more (id int);\n",
};
const BROKEN = {
  ...THREE,
  "2_posts.sql":
    "create table posts (id int primary key);\ncreate table users (id int);\ncreate table tags (id int);\n",
};
const history = (url: string) =>
  rowsOf(url, "select version, type, applied, total, error_stmt from atlas_schema_revisions order by version");
/** MariaDB tells moments apart by the second: what ran in the same one could have been there before. */
const LONG_AGO = "update atlas_schema_revisions set executed_at = '2020-02-02 02:02:02'";

for (const kind of KINDS) {
  describeOn(kind, "a migration directory", (database) => {
    const request = async (files: MigrationFiles): Promise<ApplyMigrationsRequest> => ({
      url: await database().fresh(),
      files: await summed(files),
    });

    it("runs file by file, and does nothing the second time", async () => {
      const wanted = await request(THREE);
      expect((await migrationStatus(wanted)).status).toBe("PENDING");
      const first = await applyMigrations({ ...wanted, amount: 1 });
      expect(first).toMatchObject({ current: "", target: "1" });
      expect(await applyMigrations(wanted)).toMatchObject({ current: "1", target: "3" });
      expect((await applyMigrations(wanted)).applied).toEqual([]);
      expect(await migrationStatus(wanted)).toMatchObject({ status: "OK", current: "3", next: "", pending: [] });
      expect(await history(wanted.url)).toEqual([
        ["1", "2", "1", "1", ""],
        ["2", "2", "2", "2", ""],
        ["3", "2", "1", "1", ""],
      ]);
    });

    it.each(["file", "all", "none"] as const)(
      "keeps what ran and resumes a repaired file, in mode %s",
      async (txMode) => {
        const wanted = await request(BROKEN);
        const failure = await failureOf(applyMigrations({ ...wanted, txMode }));
        expect(failure).toMatchObject({ code: "Migration", reason: "StatementFailed" });
        const partial = txMode === "none" || kind === "mariadb";
        const done = failure instanceof MigrationRunError ? failure.applied.map(({ version }) => version) : undefined;
        expect(done).toEqual(txMode === "all" && !partial ? [] : ["1"]);
        const status = await migrationStatus(wanted);
        expect(status.current).toBe(partial ? "2" : txMode === "all" ? "" : "1");
        if (partial) expect(status).toMatchObject({ count: 1, total: 3, sql: "create table users (id int);" });
        const repaired = {
          ...BROKEN,
          "2_posts.sql": "create table posts (id int primary key);\ncreate table tags (id int);\n",
        };
        await applyMigrations({ ...wanted, txMode, files: await summed(repaired) });
        expect((await history(wanted.url)).map(([version, , applied, total]) => [version, applied, total])).toEqual([
          ["1", "1", "1"],
          ["2", "2", "2"],
          ["3", "1", "1"],
        ]);
        expect((await applyMigrations({ ...wanted, txMode, files: await summed(repaired) })).applied).toEqual([]);
      },
    );

    it("finishes a late file that stopped half-way, also when later ones are done", async () => {
      const { "2_posts.sql": _, ...without } = THREE;
      const wanted = { ...(await request(without)), txMode: "none", execOrder: "non-linear" } as const;
      await applyMigrations(wanted);
      await script(wanted.url, LONG_AGO);
      const late = { ...wanted, files: await summed(BROKEN) };
      for (let run = 0; run < 2; run++) {
        expect(await failureOf(applyMigrations(late))).toMatchObject({ reason: "StatementFailed" });
        const { status, next, count, total, sql } = await migrationStatus(late);
        expect([status, next, count, total]).toEqual(["PENDING", "2", 1, 3]);
        expect(sql).toBe("create table users (id int);");
      }
      const { applied } = await applyMigrations({ ...wanted, files: await summed(THREE) });
      expect(applied.map(({ version }) => version)).toEqual(["2"]);
      expect(await rowsOf(wanted.url, "select count(*) from tags")).toEqual([["0"]]);
      expect(await migrationStatus({ ...wanted, files: await summed(THREE) })).toMatchObject({
        status: "OK",
        count: 0,
      });
    });

    it("takes a file that came before all that ran for no edit of those", async () => {
      const { "1_users.sql": first, ...without } = THREE;
      const wanted = await request(without);
      await applyMigrations(wanted);
      const files = await summed({ ...without, "1_users.sql": `${first}`.replaceAll("users", "visitors") });
      expect((await migrationStatus({ ...wanted, files })).edited).toBeUndefined();
      expect((await applyMigrations({ ...wanted, files, execOrder: "linear-skip" })).applied).toEqual([]);
    });

    it("tells of a file that came before all that ran, and runs it where that is asked for", async () => {
      const { "1_users.sql": _, ...without } = THREE;
      const wanted = await request(without);
      await applyMigrations(wanted);
      await script(wanted.url, LONG_AGO);
      const all = { ...wanted, files: await summed(THREE) };
      expect(await failureOf(applyMigrations(all))).toMatchObject({ reason: "OutOfOrder" });
      const { status, next, outOfOrder } = await migrationStatus(all);
      expect([status, next, ...outOfOrder.map(({ version }) => version)]).toEqual(["PENDING", "1", "1"]);
      const late = await applyMigrations({ ...all, execOrder: "non-linear" });
      expect(late.applied.map(({ version }) => version)).toEqual(["1"]);
      expect(await migrationStatus(all)).toMatchObject({ status: "OK", edited: undefined });
    });

    it("refuses a file that was edited after it ran, by name", async () => {
      const wanted = await request(THREE);
      await applyMigrations(wanted);
      const files = await summed({
        ...THREE,
        "2_posts.sql": "create table posts (id int);\n",
        "4_new.sql": "create table new (id int);\n",
      });
      const failure = await failureOf(applyMigrations({ ...wanted, files }));
      expect(failure).toMatchObject({ reason: "HistoryChanged", message: expect.stringContaining("2_posts.sql") });
      expect((await migrationStatus({ ...wanted, files })).edited).toBe("2_posts.sql");
      expect((await applyMigrations({ ...wanted, files, allowEdited: true })).applied).toHaveLength(1);
    });

    it("refuses a partly applied file whose applied statement was edited, and names that", async () => {
      const wanted = await request(BROKEN);
      await failureOf(applyMigrations({ ...wanted, txMode: "none" }));
      const edited = {
        ...BROKEN,
        "2_posts.sql": "create table posts (id bigint primary key);\ncreate table tags (id int);\n",
      };
      const failure = await failureOf(applyMigrations({ ...wanted, txMode: "none", files: await summed(edited) }));
      expect(failure).toMatchObject({
        reason: "HistoryChanged",
        message: expect.stringMatching(/statement 1 .*2_posts\.sql/),
      });
    });

    it("begins a database that holds something only with a baseline, or where that is allowed", async () => {
      const wanted = await request(THREE);
      await script(wanted.url, "create table users (id int primary key)");
      expect(await failureOf(applyMigrations(wanted))).toMatchObject({ reason: "NotClean" });
      expect(await failureOf(applyMigrations({ ...wanted, baseline: "9" }))).toMatchObject({
        reason: "BaselineNotFound",
      });
      expect((await applyMigrations({ ...wanted, baseline: "1" })).applied).toHaveLength(2);
      expect((await history(wanted.url))[0]).toEqual(["1", "1", "0", "0", ""]);
    });

    it("sets the version without running anything, and forgets later ones", async () => {
      const wanted = await request(THREE);
      expect(await setVersion({ ...wanted, version: "2" })).toMatchObject({
        current: "2",
        added: ["1", "2"],
        removed: [],
      });
      expect(await migrationStatus(wanted)).toMatchObject({ current: "2", next: "3" });
      expect(await setVersion({ ...wanted, version: "1" })).toMatchObject({ current: "1", added: [], removed: ["2"] });
      expect(await failureOf(setVersion({ ...wanted, version: "9" }))).toMatchObject({ reason: "VersionNotFound" });
    });

    it("declares a partly applied version finished", async () => {
      const wanted = await request(BROKEN);
      await failureOf(applyMigrations({ ...wanted, txMode: "none" }));
      expect(await setVersion({ ...wanted, version: "2" })).toMatchObject({ resolved: ["2"] });
      expect((await migrationStatus(wanted)).pending.map((file) => file.version)).toEqual(["3"]);
    });

    it("declares every version finished that it is said to be past", async () => {
      const { "2_posts.sql": _, ...without } = THREE;
      const wanted = { ...(await request(without)), txMode: "none", execOrder: "non-linear" } as const;
      await applyMigrations(wanted);
      await script(wanted.url, LONG_AGO);
      const late = { ...wanted, files: await summed(BROKEN) };
      await failureOf(applyMigrations(late));
      expect(await setVersion({ ...late, version: "3" })).toMatchObject({ resolved: ["2"], added: [], removed: [] });
      expect((await applyMigrations(late)).applied).toEqual([]);
    });

    it("notes a failure in a transaction that the file itself began, and begins it again", async () => {
      const text = (value: string) =>
        `-- atlas:txmode none\n\nbegin;\ncreate table n (id int primary key);\ninsert into n values (1), (${value});\ncommit;\n`;
      const wanted = await request({ "1_n.sql": text("1") });
      for (let run = 0; run < 2; run++) {
        expect(await failureOf(applyMigrations(wanted))).toMatchObject({ reason: "StatementFailed" });
        expect(await migrationStatus(wanted)).toMatchObject({
          ...{ count: kind === "mariadb" ? 2 : 0, total: 4, sql: "insert into n values (1), (1);" },
          error: expect.stringMatching(/unique|duplicate/i),
        });
      }
      await applyMigrations({ ...wanted, files: await summed({ "1_n.sql": text("2") }) });
      expect(await rowsOf(wanted.url, "select id from n order by id")).toEqual([["1"], ["2"]]);
    });

    it("goes down only where both flows allow it", async () => {
      const wanted = await request(THREE);
      await applyMigrations(wanted);
      const { "1_users.sql": only } = THREE;
      const less = { ...wanted, files: await summed({ "1_users.sql": only }), devUrl: database().devUrl };
      expect(await failureOf(migrateDown(less))).toMatchObject({ reason: "ProtectedFlowError" });
      const protectedFlows = { migrateDown: { allow: true, autoApprove: true } };
      expect(await migrateDown({ ...less, protectedFlows })).toMatchObject({ removed: ["3", "2"], current: "1" });
      expect(await failureOf(rowsOf(wanted.url, "select * from posts"))).toBeDefined();
      expect(await rowsOf(wanted.url, "select * from users")).toEqual([]);
    });

    it("refuses a plan that is no longer the one that was shown", async () => {
      const wanted = await request(THREE);
      const { fingerprint } = (await applyMigrations({ ...wanted, amount: 1 })).plan;
      expect(await failureOf(applyMigrations({ ...wanted, expect: fingerprint }))).toMatchObject({
        reason: "PlanChanged",
      });
    });

    it("lets one of two runs wait, and names who has the lock", async () => {
      const wanted = await request(THREE);
      await withSession(wanted.url, {}, (holder) =>
        withLock(holder, MIGRATE_LOCK, { waitMs: 0 }, async () => {
          const failure = await failureOf(applyMigrations({ ...wanted, waitMs: 100 }));
          expect(failure).toBeInstanceOf(LockedError);
          expect(String(failure)).toMatch(kind === "sqlite" ? /process \d+ on/ : /session \d+ of/);
        }),
      );
      const reports = await Promise.all([applyMigrations(wanted), applyMigrations(wanted)]);
      expect(reports.map((report) => report.applied.length).sort()).toEqual([0, 3]);
    });
  });
}

describeOn("postgres", "a blocked migration", (database) => {
  it("gives up, changes nothing, and says who is in the way", async () => {
    const url = await database().fresh();
    await script(url, "create table busy (id int)");
    const files = await summed({ "1_alter.sql": "create table first (id int);\nalter table busy add column n int;\n" });
    await withSession(`${url}&application_name=reporting`, {}, async (blocker) => {
      await blocker.begin();
      await blocker.query("select * from busy");
      const limits = { lockTimeoutMs: 300 };
      const failure = await failureOf(applyMigrations({ url, files, allowDirty: true, limits }));
      expect(String(failure)).toMatch(/lock timeout.*in the way: session \d+ of postgres \(reporting\)/);
      await blocker.rollback();
    });
    expect(await failureOf(rowsOf(url, "select * from first"))).toBeDefined();
    expect((await applyMigrations({ url, files, allowDirty: true })).applied).toHaveLength(1);
  });
});

describeOn("postgres", "a migration that may have to wait", (database) => {
  it.each([
    { because: "a safe time", more: "", limits: undefined, waits: "10s" },
    { because: "as long as its URL says", more: "&lock_timeout=3s", limits: undefined, waits: "3s" },
    { because: "as long as the program says", more: "&lock_timeout=3s", limits: { lockTimeoutMs: 70 }, waits: "70ms" },
  ])("waits for locks: $because", async ({ more, limits, waits }) => {
    const url = `${await database().fresh()}${more}`;
    const files = await summed({ "1_a.sql": "create table a as select current_setting('lock_timeout') as waits;\n" });
    await applyMigrations({ url, files, limits });
    expect(await rowsOf(url, "select waits from a")).toEqual([[waits]]);
  });

  it("tells what ended setting a version, not that it cannot be taken back", async () => {
    const url = await database().fresh();
    const files = await summed(THREE);
    await applyMigrations({ url, files, amount: 1 });
    await script(
      url,
      "create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$",
      "create trigger die before insert on atlas_schema_revisions for each row execute function die()",
    );
    expect(String(await failureOf(setVersion({ url, files, version: "3" })))).toContain("administrator command");
  });
});

describe("names of locks", () => {
  it("are those upstream derives, so that both exclude each other", () => {
    expect(lockNumber("atlas_migrate_execute")).toBe(2686470616);
    expect(adler32("Wikipedia")).toBe(0x11e60398);
  });
});
