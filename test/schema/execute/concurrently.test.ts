import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { applySchema, explainRun } from "../../../provider/schema/declarative/apply";
import { openSession } from "../../../provider/schema/drivers/open";
import { StatementError } from "../../../provider/schema/errors";
import { isConcurrent } from "../../../provider/schema/execute/concurrently";
import { RunError } from "../../../provider/schema/execute/run";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a statement that works in transactions of its own", () => {
  it.each([
    { statement: "create index concurrently i on t (a)", is: true },
    { statement: "CREATE UNIQUE INDEX\n CONCURRENTLY ON t (a)", is: true },
    { statement: "-- why\n/* how */ drop index concurrently i", is: true },
    { statement: "reindex (verbose) table concurrently t", is: true },
    { statement: "create index i on t (a) -- concurrently", is: false },
    { statement: "create table concurrently (a int)", is: false },
  ])("is told by its words: $statement", ({ statement, is }) => {
    expect(isConcurrent(statement)).toBe(is);
  });
});

describe("a plan that fails", () => {
  it.each([
    { what: "the advice of what stopped it", code: undefined, hint: /^Nothing was changed\. Wait for it\.$/ },
    {
      what: "not the advice of a server on a statement that nobody wrote, but ours",
      code: "2BP01",
      hint: /^Nothing was changed\. Drop what depends on it, [^W]*$/,
    },
  ])("tells what became of the database, and $what", ({ code, hint }) => {
    const cause = new StatementError("it is being built", code, { hint: "Wait for it." });
    const failure = new RunError("create index i on t (a)", [], cause, []);
    expect(() => explainRun(failure)).toThrow(expect.objectContaining({ hint: expect.stringMatching(hint) }));
  });
});

/** Whether the index `i` can be used. */
const VALID = "select indisvalid from pg_index where indexrelid = 'i'::regclass";

describeOn("postgres", "an index that is built without blocking", (database) => {
  it.each([
    { because: "without blocking", policy: { diff: { concurrentCreate: true, concurrentDrop: true } } },
    { because: "in a transaction", policy: undefined },
  ])("makes an index anew that a failed build left unusable, $because", async ({ policy }) => {
    const url = await database().fresh();
    await script(url, "create table t (a int)", "insert into t values (7), (7)");
    const text = "create table t (a int); create unique index i on t (a)";
    const request = { url, desired: desired(text), policy: { diff: { concurrentCreate: true } } };
    const failure = await failureOf(applySchema(request));
    expect(failure).toMatchObject({ code: "DatabaseStatement", databaseCode: "23505" });
    expect(Reflect.get(Object(failure), "hint")).toContain("can stop half-way");
    expect(await rowsOf(url, VALID)).toEqual([["f"]]);
    // As often as it fails, the reason is told, and not that the index is there.
    expect(await failureOf(applySchema({ ...request, policy }))).toMatchObject({ databaseCode: "23505" });
    await script(url, "delete from t where ctid in (select min(ctid) from t)");
    const { plan, applied } = await applySchema({ ...request, policy });
    expect(plan.unmanaged).toEqual([]);
    expect(applied.map(isConcurrent)).toEqual([policy !== undefined, policy !== undefined]);
    expect(await rowsOf(url, VALID)).toEqual([["t"]]);
    expect((await applySchema({ ...request, policy })).applied).toEqual([]);
  });

  it("names an unusable index that it may not change, and drops one that nobody wants", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int)", "insert into t values (7), (7)");
    await failureOf(script(url, "create unique index concurrently i on t (a)"));
    const text = "create table t (a int); create unique index i on t (a)";
    const kept = await applySchema({ url, desired: desired(text), policy: { diff: { skip: ["modify_index"] } } });
    expect([kept.applied, kept.plan.unmanaged.map(({ name }) => name)]).toEqual([[], ["index state of t.i"]]);
    const { applied } = await applySchema({ url, desired: desired("create table t (a int)") });
    expect(applied).toEqual(['DROP INDEX "i"']);
  });

  it("waits for the transactions of others when it blocks nobody, however long they take", async () => {
    const url = await database().fresh();
    const tables = "create table t (a int); create table u (a int)";
    await script(url, tables);
    const others = await Promise.all([openSession(url), openSession(url)]);
    const [one, two] = others;
    await Promise.all(others.map((other) => other.begin()));
    await one.execute("insert into t values (1)");
    await two.execute("insert into u values (1)");
    let statements = 0;
    const building = applySchema({
      ...{ url, desired: desired(`${tables}; create index i on t (a); create index j on u (a)`) },
      ...{ policy: { diff: { concurrentCreate: true } }, limits: { lockTimeoutMs: 100 } },
      onStatement: () => {
        statements += 1;
      },
    });
    for (const [other, index] of [
      [one, "i"],
      [two, "j"],
    ] as const) {
      const waits = `select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'CREATE INDEX%"${index}"%'`;
      const begun = vi.waitUntil(async () => (await rowsOf(url, waits))[0]?.[0] === "1", {
        timeout: 60_000,
        interval: 50,
      });
      await Promise.race([begun, building]);
      await sleep(300);
      await other.commit();
      await other.close();
    }
    expect((await building).applied).toEqual([
      'CREATE INDEX CONCURRENTLY "i" ON "t" ("a")',
      'CREATE INDEX CONCURRENTLY "j" ON "u" ("a")',
    ]);
    expect(statements).toBe(4);
  });

  it("leaves an index to the session that is building it", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int)");
    const other = await openSession(url);
    await other.begin();
    await other.execute("insert into t values (1)");
    const theirs = script(url, "create index concurrently i on t (a)");
    const builds = "select pid from pg_stat_progress_create_index where index_relid = to_regclass('i')";
    await vi.waitUntil(async () => (await rowsOf(url, builds)).length > 0, { timeout: 60_000, interval: 50 });
    const text = "create table t (a int); create index i on t (a)";
    expect((await applySchema({ url, desired: desired(text) })).applied).toEqual([]);
    const files = { "1_i.sql": "-- atlas:txmode none\n\ncreate index concurrently i on t (a);\n" };
    const request = { url, files: { ...files, "atlas.sum": await computeSum(files) }, allowDirty: true };
    const failure = await failureOf(applyMigrations(request));
    expect(String(failure)).toMatch(/index public\.i is being built by session \d+$/);
    expect(failure).toMatchObject({ hint: expect.stringContaining("end it with pg_terminate_backend") });
    await other.commit();
    await other.close();
    await theirs;
    expect(await rowsOf(url, VALID)).toEqual([["t"]]);
  });

  it.each([
    { because: "plain", statement: "create unique index concurrently i on t (a);" },
    { because: "that asks whether it exists", statement: "create unique index concurrently if not exists i on t (a);" },
    { because: "in quotes", statement: 'create unique index concurrently "i" on public."t" (a);' },
  ])("is built anew by the migration that failed to, $because", async ({ statement }) => {
    const url = await database().freshRealm();
    await script(url, "create table t (a int)", "insert into t values (7), (7)");
    const files = { "1_i.sql": `-- atlas:txmode none\n\n${statement}\n` };
    const request = { url, files: { ...files, "atlas.sum": await computeSum(files) }, allowDirty: true };
    for (let run = 0; run < 2; run++) {
      expect(String(await failureOf(applyMigrations(request)))).toContain("could not create unique index");
      expect(await rowsOf(url, VALID)).toEqual([["f"]]);
    }
    await script(url, "delete from t where ctid in (select min(ctid) from t)");
    expect((await applyMigrations(request)).applied).toHaveLength(1);
    expect(await rowsOf(url, VALID)).toEqual([["t"]]);
  });

  it("gives up waiting where the migration itself says how long", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int)");
    const other = await openSession(url);
    await other.begin();
    await other.execute("insert into t values (1)");
    const files = {
      "1_i.sql": "-- atlas:txmode none\n\nset lock_timeout = '50ms';\ncreate index concurrently i on t (a);\n",
    };
    const request = { url, files: { ...files, "atlas.sum": await computeSum(files) }, allowDirty: true };
    expect(String(await failureOf(applyMigrations(request)))).toContain("lock timeout");
    await other.rollback();
    await other.close();
    await applyMigrations(request);
    expect(await rowsOf(url, VALID)).toEqual([["t"]]);
  });
});
