import { describe, expect, it } from "vitest";
import { MigrationError } from "../../../provider/schema/errors";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { type DownRequest, migrateDown, planDown } from "../../../provider/schema/versioned/down";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const FILES = {
  "1_a.sql": "create table a (id int primary key);\n",
  "2_b.sql": "create table b (id int primary key);\n",
  "3_c.sql": "create table c (id int primary key);\n",
};
/** What files are left in a directory that cannot tell what is to stay, and what is asked beside. */
const GROUNDLESS: { because: string; left: string[]; asked?: Partial<DownRequest>; says: string }[] = [
  { because: "was emptied", left: [], says: "none of the applied migrations (1 a, 2 b, 3 c)" },
  { because: "was emptied, whatever is asked", left: [], asked: { amount: 3 }, says: "none of the applied" },
  { because: "is another's", left: ["0_other.sql"], says: "none of the applied migrations" },
  { because: "lost a file that is to stay", left: ["1_a.sql", "3_c.sql"], asked: { amount: 1 }, says: "(2 b)" },
  { because: "lost the last that is to stay", left: ["1_a.sql"], asked: { amount: 1 }, says: "(2 b)" },
  { because: "lost the first", left: ["2_b.sql"], says: "that are to stay (1 a)" },
];
const ALLOWED = { migrateDown: { allow: true, autoApprove: true } };

for (const kind of KINDS) {
  describeOn(kind, "going down", (database) => {
    async function migrated(more: Partial<DownRequest> = {}): Promise<DownRequest> {
      const url = await database().fresh();
      const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
      await applyMigrations({ url, files });
      return { url, files, devUrl: database().devUrl, protectedFlows: ALLOWED, ...more };
    }
    const applied = async (request: DownRequest) =>
      (await migrationStatus(request)).applied.map(({ version }) => version);

    it("takes back so many, or down to a version, and says beforehand what it takes", async () => {
      const request = await migrated();
      const { plan, ahead, target } = await planDown({ ...request, amount: 1 });
      expect([plan.statements.map(({ cmd }) => cmd).join(), ahead.map(({ version }) => version), target]).toEqual([
        expect.stringMatching(/DROP TABLE .c./),
        ["3"],
        "2",
      ]);
      expect(await applied(request)).toEqual(["1", "2", "3"]);
      expect(await migrateDown({ ...request, amount: 1 })).toMatchObject({ removed: ["3"], current: "2" });
      expect(await migrateDown({ ...request, toVersion: "1" })).toMatchObject({ removed: ["2"], current: "1" });
      expect(await applied(request)).toEqual(["1"]);
      await applyMigrations(request);
      expect(await applied(request)).toEqual(["1", "2", "3"]);
      expect(await migrateDown({ ...request, amount: 5 })).toMatchObject({ removed: ["3", "2", "1"], current: "" });
      await rowsOf(request.url, "select version from atlas_schema_revisions").then((rows) => expect(rows).toEqual([]));
    });

    it("does not run what was passed over", async () => {
      const url = await database().fresh();
      const some = { "1_a.sql": FILES["1_a.sql"], "3_c.sql": FILES["3_c.sql"] };
      await applyMigrations({ url, files: { ...some, "atlas.sum": await computeSum(some) } });
      const all = { ...FILES, "2_b.sql": "drop table a;\n", "4_d.sql": "create table d (id int primary key);\n" };
      const files = { ...all, "atlas.sum": await computeSum(all) };
      await applyMigrations({ url, files, execOrder: "linear-skip" });
      const request = { url, files, devUrl: database().devUrl, protectedFlows: ALLOWED, amount: 1 };
      const { plan } = await planDown(request);
      expect(plan.changes.map(({ kind, table }) => `${kind} ${table}`)).toEqual(["drop_table d"]);
      expect(await migrateDown(request)).toMatchObject({ removed: ["4"], current: "3" });
    });

    it("does not run what came before all that ran", async () => {
      const url = await database().fresh();
      const { "1_a.sql": _, ...some } = FILES;
      await applyMigrations({ url, files: { ...some, "atlas.sum": await computeSum(some) } });
      const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
      const request = { url, files, devUrl: database().devUrl, protectedFlows: ALLOWED, amount: 1 };
      const { plan } = await planDown(request);
      expect(plan.changes.map(({ kind, table }) => `${kind} ${table}`)).toEqual(["drop_table c"]);
      expect(await migrateDown(request)).toMatchObject({ removed: ["3"], current: "2" });
    });

    it("leaves alone what no migration made, where it knows what they made", async () => {
      const request = await migrated({ amount: 2 });
      await script(request.url, "create table theirs (id int primary key)", "insert into theirs values (7)");
      expect((await planDown(request)).plan.changes.map(({ kind, table }) => [kind, table])).toEqual([
        ["drop_table", "b"],
        ["drop_table", "c"],
      ]);
      expect((await migrateDown(request)).removed).toEqual(["3", "2"]);
      expect(await rowsOf(request.url, "select id from theirs")).toEqual([["7"]]);
      await applyMigrations(request);
    });

    it("refuses to drop more than versions can have made whose files are gone", async () => {
      const request = await migrated();
      await script(request.url, "create table x (id int primary key)", "create table y (id int primary key)");
      const { "3_c.sql": _, ...rest } = FILES;
      const less = { ...request, files: { ...rest, "atlas.sum": await computeSum(rest) } };
      const failure = await failureOf(migrateDown(less));
      expect(failure).toMatchObject({ reason: "WouldLose" });
      expect(String(failure)).toContain("3 tables and schemas would be dropped, more than the 1 statements");
      expect(await applied(request)).toEqual(["1", "2", "3"]);
      expect((await migrateDown({ ...less, exclude: ["x", "y"] })).removed).toEqual(["3"]);
    });

    it("leaves alone what is excluded", async () => {
      const request = await migrated({ exclude: ["c"], amount: 2 });
      await script(request.url, "insert into c values (7)");
      expect((await migrateDown(request)).removed).toEqual(["3", "2"]);
      expect(await rowsOf(request.url, "select id from c")).toEqual([["7"]]);
    });

    it.each(kind === "sqlite" ? GROUNDLESS : GROUNDLESS.slice(0, 1))(
      "refuses, whatever is allowed, where the directory $because",
      async ({ left, asked, says }) => {
        const request = await migrated(asked);
        const all: Record<string, string> = { ...FILES, "0_other.sql": "create table other (id int);\n" };
        const some = Object.fromEntries(left.map((name) => [name, all[name] ?? ""]));
        const files = left.length > 0 ? { ...some, "atlas.sum": await computeSum(some) } : {};
        for (const work of [planDown, migrateDown]) {
          const failure = await failureOf(work({ ...request, files }));
          expect(failure).toMatchObject({ reason: "MissingFile" });
          expect(String(failure)).toContain(says);
        }
        expect(await applied(request)).toEqual(["1", "2", "3"]);
        expect(await rowsOf(request.url, "select count(*) from a, b, c")).toEqual([["0"]]);
      },
    );

    it("goes down over files that a checkpoint stands for", async () => {
      const request = await migrated();
      const rest = {
        "2z_all.sql": `-- atlas:checkpoint\n\n${FILES["1_a.sql"]}${FILES["2_b.sql"]}`,
        "3_c.sql": FILES["3_c.sql"],
      };
      const files = { ...rest, "atlas.sum": await computeSum(rest) };
      expect(await failureOf(migrateDown({ ...request, files, toVersion: "2z" }))).toBeUndefined();
      expect(await applied(request)).toEqual(["1", "2"]);
    });

    it("takes back what a version did that failed half-way, and keeps that of one that stays", async () => {
      const request = await migrated();
      const rest = {
        ...FILES,
        "4_d.sql": "create table d (id int);\ncreate table a (id int);\ncreate table e (id int);\n",
      };
      const late = { ...rest, "4_d.sql": `-- atlas:txmode none\n\n${rest["4_d.sql"]}` };
      const files = { ...late, "atlas.sum": await computeSum(late) };
      expect(await failureOf(applyMigrations({ ...request, files }))).toBeInstanceOf(MigrationError);
      await script(request.url, "create table theirs (id int)");
      const { plan } = await planDown({ ...request, files, amount: 1 });
      expect(plan.changes.map(({ kind, table }) => `${kind} ${table}`)).toEqual(["drop_table d"]);
      const killed =
        "update atlas_schema_revisions set error = 'atlas-iac: this statement was started, and its end was not recorded'";
      await script(request.url, `${killed} where version in ('2', '4')`, "create table e (id int)");
      expect(await failureOf(migrateDown({ ...request, files, amount: 1 }))).toMatchObject({ reason: "Undecidable" });
      await script(request.url, "update atlas_schema_revisions set error = '' where version = '2'");
      expect((await migrateDown({ ...request, files, amount: 1 })).removed).toEqual(["4"]);
      expect(await rowsOf(request.url, "select count(*) from theirs, e")).toEqual([["0"]]);
      expect(await applied(request)).toEqual(["1", "2", "3"]);
    });

    it("refuses what is not allowed, a plan that is no longer the one shown, and an unknown version", async () => {
      const request = await migrated({ amount: 1 });
      const { plan } = await planDown(request);
      expect(await failureOf(migrateDown({ ...request, protectedFlows: undefined }))).toMatchObject({
        reason: "ProtectedFlowError",
      });
      await script(request.url, "alter table b add column later int");
      expect(await failureOf(migrateDown({ ...request, expect: plan.fingerprint }))).toMatchObject({
        reason: "PlanChanged",
      });
      expect(await failureOf(migrateDown({ ...request, toVersion: "9" }))).toMatchObject({ reason: "VersionNotFound" });
      expect(await applied(request)).toEqual(["1", "2", "3"]);
    });
  });
}

describeOn("postgres", "going down beside another's types", (database) => {
  it("leaves a table alone that no migration made, with the enum of its column", async () => {
    const url = await database().fresh();
    const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
    await applyMigrations({ url, files });
    await script(
      url,
      "create type mood as enum ('calm')",
      "create table theirs (m mood)",
      "insert into theirs values ('calm')",
    );
    expect((await migrateDown({ url, files, protectedFlows: ALLOWED, amount: 1 })).removed).toEqual(["3"]);
    expect(await rowsOf(url, "select m from theirs")).toEqual([["calm"]]);
  });
});

describeOn("postgres", "going down that fails", (database) => {
  describe("half-way", () => {
    it("leaves tables and rows as they were", async () => {
      const url = await database().fresh();
      const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
      await applyMigrations({ url, files });
      await script(url, "create view v as select id from c");
      const failure = await failureOf(migrateDown({ url, files, protectedFlows: ALLOWED, amount: 2 }));
      expect(String(failure)).toContain("depend");
      expect(Reflect.get(Object(failure), "hint")).toMatch(/^Nothing was changed\. Drop what depends on it/);
      expect((await migrationStatus({ url, files })).applied).toHaveLength(3);
      expect(await rowsOf(url, "select count(*) from b")).toEqual([["0"]]);
    });
  });
});

describeOn("mariadb", "going down over statements that a delimiter of their own ends", (database) => {
  it("runs them whole in the dev database", async () => {
    const url = await database().fresh();
    const body = "create procedure p(x int) if x then select 1; end if;;\ncreate table b (id int);;\n";
    const some = { "1_p.sql": `-- atlas:delimiter ;;\n\n${body}`, "2_c.sql": FILES["3_c.sql"] };
    const files = { ...some, "atlas.sum": await computeSum(some) };
    await applyMigrations({ url, files });
    const request = { url, files, devUrl: database().devUrl, protectedFlows: ALLOWED, amount: 1 };
    expect((await migrateDown(request)).removed).toEqual(["2"]);
  });
});

describeOn("sqlite", "going down to a baseline", (database) => {
  it("ends there, as what it stands for was made by no migration", async () => {
    const url = await database().fresh();
    const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
    await script(url, FILES["1_a.sql"], FILES["2_b.sql"], "insert into a values (7)");
    await applyMigrations({ url, files, baseline: "2" });
    const request = { url, files, protectedFlows: ALLOWED };
    for (const asked of [{ amount: 2 }, { toVersion: "1" }]) {
      for (const work of [planDown, migrateDown]) {
        const failure = await failureOf(work({ ...request, ...asked }));
        expect(failure).toMatchObject({ reason: "ProtectedFlowError" });
        expect(String(failure)).toContain("version 2 is a baseline");
      }
    }
    expect((await migrateDown({ ...request, toVersion: "2" })).removed).toEqual(["3"]);
    expect(await rowsOf(url, "select id from a")).toEqual([["7"]]);
  });
});

describeOn("sqlite", "going down that fails", (database) => {
  it("names the place in the file that does not run in the dev database", async () => {
    const url = await database().fresh();
    const some = { ...FILES, "2_b.sql": "-- b\ncreate table b (id int);\n\nupdate theirs\nset x = 1;\n" };
    const files = { ...some, "atlas.sum": await computeSum(some) };
    await script(url, "create table theirs (x int)");
    await applyMigrations({ url, files, allowDirty: true });
    const failure = await failureOf(migrateDown({ url, files, protectedFlows: ALLOWED, amount: 1 }));
    expect(String(failure)).toContain("update theirs");
    expect(Reflect.get(Object(failure), "hint")).toBe("The statement failed at 2_b.sql:4:1.");
  });

  it("blames no statement for what the commit refuses", async () => {
    const url = await database().fresh();
    const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
    await applyMigrations({ url, files });
    await script(
      url,
      "insert into c values (1)",
      "create table x (id int references c(id))",
      "insert into x values (1)",
    );
    const failure = await failureOf(migrateDown({ url, files, protectedFlows: ALLOWED, amount: 1 }));
    expect(failure).toMatchObject({
      message: "committing the transaction: foreign keys would be violated: row 1 of x refers to a missing row of c",
      hint: "Nothing was changed. Rows refer to some that are not there: change them by hand or in a migration, and plan again.",
    });
  });
});

describeOn("postgres", "going down in a database of several schemas", (database) => {
  const only = {
    "1_a.sql": "create table public.a (id int primary key);\n",
    "2_b.sql": "create table public.b (id int);\ncreate schema s;\n",
  };

  it.each([
    { because: "excluded", there: "create table s.keep (id int)", exclude: ["s.*"], names: "table s.keep" },
    { because: "not managed", there: "create view s.v as select 1 as one", exclude: [], names: "view s.v" },
  ])("refuses to drop a schema that holds what is $because, and changes nothing", async ({ there, exclude, names }) => {
    const url = await database().freshRealm();
    const files = { ...only, "atlas.sum": await computeSum(only) };
    await applyMigrations({ url, files });
    await script(url, there);
    const request = { url, files, exclude, protectedFlows: ALLOWED, amount: 1 };
    for (const work of [planDown, migrateDown]) {
      const failure = await failureOf(work(request));
      expect(failure).toMatchObject({ reason: "WouldLose" });
      expect(String(failure)).toContain(names);
    }
    expect((await migrationStatus({ url, files })).applied).toHaveLength(2);
    expect(await rowsOf(url, "select count(*) from public.b")).toEqual([["0"]]);
    await script(url, "create schema theirs", "create table theirs.t (id int)");
    expect(await migrateDown({ ...request, exclude: ["s"] })).toMatchObject({ removed: ["2"] });
    expect(
      await rowsOf(
        url,
        "select count(*) from pg_class where relnamespace in ('s'::regnamespace, 'theirs'::regnamespace) and relkind in ('r', 'v')",
      ),
    ).toEqual([["2"]]);
  });
});
