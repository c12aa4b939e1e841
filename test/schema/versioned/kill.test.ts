import { expect, it } from "vitest";
import { type ApplyMigrationsRequest, applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { runAndDie } from "../../../tools/soak/death";
import { describeOn, describeOnItsOwn, KINDS, type Kind, rowsOf, script } from "../databases";

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

// Five statements in two files. Running one of them twice would fail, or show as a second row.
const FILES = {
  "1_init.sql":
    "create table log (id int primary key, n varchar(9));\ninsert into log values (1, 'one');\ncreate table a (id int);\n",
  "2_next.sql": "insert into log values (2, 'two');\ncreate table b (id int);\n",
};

async function order(url: string, txMode: ApplyMigrationsRequest["txMode"], files: Record<string, string> = FILES) {
  return { url, txMode, files: { ...files, "atlas.sum": await computeSum(files) } };
}

async function expectFinished(request: ApplyMigrationsRequest): Promise<void> {
  expect(await migrationStatus(request)).toMatchObject({ status: "OK", current: "2", count: 0, total: 0 });
  expect(await rowsOf(request.url, "select id, n from log order by id")).toEqual([
    ["1", "one"],
    ["2", "two"],
  ]);
}

const POINTS = [0, 1, 2, 3, 4].flatMap((statement) =>
  (["before", "after"] as const).map((moment) => ({ statement, moment })),
);
type Mode = { txMode: "file" | "all" | "none"; points: typeof POINTS };

/** Every point where it is cheapest and every mode matters, and one or two each elsewhere: `npm run soak` tries all. */
const SAMPLES: Record<Kind, Mode[]> = {
  sqlite: [
    { txMode: "file", points: POINTS },
    { txMode: "all", points: POINTS.slice(6, 8) },
    { txMode: "none", points: POINTS.slice(4, 8) },
  ],
  postgres: [
    { txMode: "file", points: POINTS.slice(5, 7) },
    { txMode: "all", points: POINTS.slice(7, 8) },
    { txMode: "none", points: POINTS.slice(3, 5) },
  ],
  mariadb: [
    { txMode: "file", points: POINTS.slice(5, 7) },
    { txMode: "all", points: POINTS.slice(6, 8) },
    { txMode: "none", points: POINTS.slice(3, 5) },
  ],
};
for (const kind of KINDS) {
  describeOn(kind, "a run that is killed", (database) => {
    for (const { txMode, points } of SAMPLES[kind]) {
      it.each(points)(`is finished by the next, in mode ${txMode}, killed $moment statement $statement`, async (at) => {
        const request = await order(await database().fresh(), txMode);
        expect(await runAndDie(request, { at })).toBe("SIGKILL");
        await applyMigrations({ ...request, waitMs: 20_000 });
        await expectFinished(request);
      });
    }
  });
}

const slow = { postgres: "select pg_sleep(2);", mariadb: "create table s as select sleep(2) as x;" };

for (const kind of ["postgres", "mariadb"] as const) {
  describeOn(kind, "a run that is killed while a statement runs", (database) => {
    const files = { ...FILES, "2_next.sql": `insert into log values (2, 'two');\n${slow[kind]}\n` };

    it("stops the next one outside a transaction, names the statement, and goes on once told what became of it", async () => {
      const request = await order(await database().fresh(), "none", files);
      expect(await runAndDie(request, { during: { statement: 4, afterMs: 300 } })).toBe("SIGKILL");
      const again = { ...request, waitMs: 20_000 };
      const failure = await failureOf(applyMigrations(again));
      expect(failure).toMatchObject({ reason: "Undecidable" });
      expect(String(failure)).toContain("2_next.sql was interrupted while its statement 2 ran");
      expect(String(failure)).toContain(slow[kind]);
      await applyMigrations({ ...again, interrupted: "ran" });
      await expectFinished(request);
    });
  });
}

describeOn("postgres", "a run that is killed while a statement runs in a transaction", (database) => {
  it.each(["file", "all"] as const)("is finished by the next, in mode %s", async (txMode) => {
    const files = { ...FILES, "2_next.sql": `insert into log values (2, 'two');\n${slow.postgres}\n` };
    const request = await order(await database().fresh(), txMode, files);
    expect(await runAndDie(request, { during: { statement: 4, afterMs: 300 } })).toBe("SIGKILL");
    await applyMigrations({ ...request, waitMs: 20_000 });
    await expectFinished(request);
  });
});

const sleeping = {
  postgres: "select 1 from pg_stat_activity where state = 'active' and query like 'select pg_sleep%'",
  mariadb: "select 1 from information_schema.processlist where info like 'select sleep%'",
};

for (const kind of ["postgres", "mariadb"] as const) {
  describeOnItsOwn(kind, "a server that crashes", (database) => {
    it.each(kind === "postgres" ? (["file", "all", "none"] as const) : (["file", "none"] as const))(
      "ends a run with a clear error, and the next one finishes, in mode %s",
      async (txMode) => {
        const sleepLong = kind === "postgres" ? "select pg_sleep(120);" : "select sleep(120);";
        const files = { ...FILES, "2_next.sql": `insert into log values (2, 'two');\n${sleepLong}\n` };
        const request = await order(await database().fresh(), txMode, files);
        // The server of the tests writes its log once a second, and forgets what it confirmed since.
        if (kind === "mariadb") await script(request.url, "set global innodb_flush_log_at_trx_commit = 1");
        const run = failureOf(applyMigrations(request));
        await expect.poll(() => rowsOf(request.url, sleeping[kind]), { timeout: 60_000 }).toHaveLength(1);
        await database().crash();
        expect(String(await run)).toContain("connection");
        const repaired = await order(request.url, txMode);
        const failure = await failureOf(applyMigrations(repaired));
        if (failure) {
          expect(failure).toMatchObject({ reason: "Undecidable" });
          await applyMigrations({ ...repaired, interrupted: "not-run" });
        }
        await expectFinished(repaired);
      },
    );
  });
}
