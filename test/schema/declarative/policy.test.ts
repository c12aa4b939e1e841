import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { planSchema } from "../../../provider/schema/declarative/plan";
import { openSession } from "../../../provider/schema/drivers/open";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

for (const kind of KINDS) {
  describeOn(kind, "what a plan may do", (database) => {
    const request = async (text: string) => ({
      url: await database().fresh(),
      devUrl: database().devUrl,
      desired: desired(text),
    });

    it("refuses a first run that would destroy something, and changes nothing", async () => {
      const wanted = await request("create table users (id int primary key)");
      await script(wanted.url, "create table users (id int primary key, email text)", "create table orders (id int)");
      const failure = await failureOf(applySchema({ ...wanted, firstRun: true }));
      expect(failure).toMatchObject({ reason: "FirstRunDestructive" });
      const { findings } = failure as { findings: string[] };
      expect([...findings].sort()).toEqual([
        'Dropping non-virtual column "email" (DS103)',
        'Dropping table "orders" (DS102)',
      ]);
      expect(await rowsOf(wanted.url, "select id, email from users")).toEqual([]);
      expect(await rowsOf(wanted.url, "select id from orders")).toEqual([]);
    });

    it("lets a first run destroy where policy allows it", async () => {
      const wanted = await request("create table users (id int primary key)");
      await script(wanted.url, "create table orders (id int)");
      const policy = { destructive: { error: false } };
      const { plan } = await applySchema({ ...wanted, firstRun: true, policy });
      expect(plan.changes.map((change) => change.kind).sort()).toEqual(["add_table", "drop_table"]);
    });

    it("is in sync without a statement when a first run finds what is wanted", async () => {
      const wanted = await request("create table users (id int primary key)");
      await script(wanted.url, "create table users (id int primary key)");
      expect((await applySchema({ ...wanted, firstRun: true })).applied).toEqual([]);
    });

    it("refuses what lint policy forbids on later runs", async () => {
      const wanted = await request("create table users (id int primary key)");
      await script(wanted.url, "create table orders (id int)");
      const failure = await failureOf(applySchema({ ...wanted, policy: { destructive: { error: true } } }));
      expect(failure).toMatchObject({ reason: "LintPolicyError" });
    });

    it("leaves skipped kinds of change alone, also where the table is made anew", async () => {
      const wanted = await request(
        "create table users (id int not null primary key, n varchar(20) not null default 'x')",
      );
      await script(
        wanted.url,
        "create table users (id int not null primary key, n varchar(20), keep varchar(20))",
        "create table orders (id int)",
        "insert into users values (1, 'a', 'precious')",
      );
      await applySchema({
        ...wanted,
        policy: { diff: { skip: ["drop_column", "drop_table"] }, destructive: { error: true } },
      });
      expect(await rowsOf(wanted.url, "select keep from users")).toEqual([["precious"]]);
      expect(await rowsOf(wanted.url, "select id from orders")).toEqual([]);
    });

    it("never plans our own bookkeeping away", async () => {
      const wanted = await request("create table users (id int primary key)");
      await script(wanted.url, "create table atlas_schema_revisions (version varchar(255) primary key)");
      const { plan } = await applySchema(wanted);
      expect(plan.changes).toEqual([expect.objectContaining({ kind: "add_table", table: "users" })]);
    });

    it("leaves excluded tables alone", async () => {
      const wanted = await request("create table users (id int primary key)");
      await script(wanted.url, "create table legacy_a (id int)", "create table legacy_b (id int)");
      const { applied } = await applySchema({ ...wanted, exclude: ["legacy_*"] });
      expect(applied).toHaveLength(1);
    });

    it("refuses to apply when the plan is no longer the one that was shown", async () => {
      const wanted = await request("create table users (id int primary key)");
      const shown = await previewSchema(wanted);
      await script(wanted.url, "create table surprise (id int)");
      const failure = await failureOf(applySchema({ ...wanted, expect: shown.fingerprint }));
      expect(failure).toMatchObject({ reason: "PlanChanged" });
      expect(await rowsOf(wanted.url, "select id from surprise")).toEqual([]);
    });

    it("names what it does not manage, wanted or there", async () => {
      const wanted = await request(
        "create table users (id int primary key); create view wanted as select id from users;",
      );
      await script(wanted.url, "create table users (id int primary key)", "create view there as select id from users");
      const { unmanaged } = await previewSchema(wanted);
      expect(unmanaged).toContainEqual(expect.objectContaining({ kind: "view", name: "wanted", state: "desired" }));
      expect(unmanaged).toContainEqual(expect.objectContaining({ kind: "view", name: "there", state: "current" }));
    });

    it("leaves the dev database as it was, also after a script that fails", async () => {
      const wanted = await request(
        "create table a (id int); create view v as select id from a; create table b (nonsense nonsense(;",
      );
      const good = { ...wanted, desired: desired("create table a (id int); create view v as select id from a;") };
      for (let i = 0; i < 2; i++) {
        expect(await failureOf(previewSchema(wanted))).toMatchObject({ code: "SchemaSource" });
        expect((await previewSchema(good)).statements).toHaveLength(1);
      }
    });

    it("tells where in a script the database objects", async () => {
      const wanted = await request("create table a (id int);\n\nselect * from nowhere;");
      const failure = await failureOf(previewSchema(wanted));
      expect(failure).toMatchObject({ code: "SchemaSource", place: { file: "schema.sql", line: 3 } });
    });
  });
}

describeOn("sqlite", "a table rebuild", (database) => {
  it("puts the table's triggers back", async () => {
    const url = await database().fresh();
    await script(
      url,
      "create table t (id int, n int)",
      // SQLite keeps the name of the table in these letters.
      "create trigger bump after insert on T begin update t set n = 7; end",
    );
    await applySchema({ url, desired: desired("create table t (id int, n int not null default 0)") });
    await script(url, "insert into t (id) values (1)");
    expect(await rowsOf(url, "select n from t")).toEqual([["7"]]);
  });

  it("is refused where it would lose a collation", async () => {
    const url = await database().fresh();
    await script(url, "create table t (id int, n text collate nocase)");
    const failure = await failureOf(
      applySchema({ url, desired: desired("create table t (id int not null, n text collate nocase)") }),
    );
    expect(failure).toMatchObject({ reason: "WouldLose" });
    expect(await rowsOf(url, "select sql from sqlite_master")).toEqual([
      ["CREATE TABLE t (id int, n text collate nocase)"],
    ]);
  });
});

describeOn("postgres", "what only PostgreSQL has", (database) => {
  it("builds indexes without blocking where policy says so, although that cannot be in a transaction", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int)");
    const policy = { diff: { concurrentCreate: true } };
    const { applied } = await applySchema({
      url,
      desired: desired("create table t (a int); create index i on t (a)"),
      policy,
    });
    expect(applied).toEqual(['CREATE INDEX CONCURRENTLY "i" ON "t" ("a")']);
  });

  it("refuses to change a column in a way that would lose its collation", async () => {
    const url = await database().fresh();
    await script(url, 'create table t (a varchar(10) collate "C")');
    const failure = await failureOf(
      applySchema({ url, desired: desired('create table t (a varchar(20) collate "C")') }),
    );
    expect(failure).toMatchObject({ reason: "WouldLose" });
  });

  it("manages several schemas, and leaves those alone that are not named", async () => {
    const url = await database().freshRealm();
    await script(url, "create schema other", "create table other.keep (id int)");
    const text =
      "create schema app; create table app.t (id int primary key); create table public.u (t int references app.t)";
    const session = await openSession(url);
    const plan = await planSchema(session, { desired: desired(text), schemas: ["app", "public"] });
    await session.close();
    expect(plan.changes.map((change) => `${change.kind} ${change.schema}`).sort()).toEqual([
      "add_schema app",
      "add_table app",
      "add_table public",
    ]);
  });
});
