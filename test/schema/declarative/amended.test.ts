import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, type Kind, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

/** What the library cannot read or write by itself. */
const CASES: { kind: Kind; what: string; there?: string; text: string; unmanaged: string[] }[] = [
  {
    kind: "sqlite",
    what: "foreign keys that name no columns",
    text: `create table p (b int, a int, primary key (a, b));
      create table t (id integer primary key, up int references t on delete cascade, x int, y int, foreign key (x, y) references p);`,
    unmanaged: [],
  },
  {
    kind: "sqlite",
    what: "foreign keys that write names in other letters",
    text: "create table Parent (Id integer primary key, N int unique); create table t (P int references parent (ID), n int references PARENT (n));",
    unmanaged: [],
  },
  {
    kind: "mariadb",
    what: "defaults that use something of the scratch schema",
    there: "create sequence s",
    text: "create sequence s; create table t (id int primary key); create table d (a bigint default nextval(s));",
    unmanaged: ["sequence s"],
  },
  {
    kind: "mariadb",
    what: "invisible columns",
    text: "create table t (id int auto_increment invisible primary key, a datetime invisible on update current_timestamp, b int as (1 + 1) stored invisible, c int);",
    unmanaged: ["visibility of t.a", "visibility of t.b", "visibility of t.id"],
  },
  {
    kind: "mariadb",
    what: "tables with partitions",
    text: "create table t (id int) partition by hash (id) partitions 4;",
    unmanaged: ["partitions of t"],
  },
  {
    kind: "mariadb",
    what: "columns without system versioning",
    text: "create table t (id int primary key); create table v (a int, b int without system versioning) with system versioning;",
    unmanaged: ["system-versioned table v"],
  },
  {
    kind: "postgres",
    what: "default numbers that are no integers and have no point",
    text: "create table t (a float8 default 'NaN', b float8 default 1e100, c float8 default '-Infinity', d numeric default 'NaN', e float8 default 1e-7, f real default 2.5);",
    unmanaged: [],
  },
  {
    kind: "mariadb",
    what: "default numbers with an exponent",
    text: "create table t (id int primary key, a double default 1e100, b double default 1e-300);",
    unmanaged: [],
  },
  {
    kind: "sqlite",
    what: "default numbers with an exponent",
    text: "create table t (a real default 1e100, b real default -1e5);",
    unmanaged: [],
  },
];

for (const kind of ["postgres", "mariadb", "sqlite"] as const) {
  describeOn(kind, "what the library is at a loss with", (database) => {
    it.each(CASES.filter((one) => one.kind === kind))(
      "is managed or named: $what",
      async ({ there, text, unmanaged }) => {
        const [url, { devUrl }] = [await database().fresh(), database()];
        if (there) await script(url, there);
        const { plan } = await applySchema({ url, devUrl, desired: sqlOf(text) });
        expect(plan.unmanaged.map(({ name, kind: of }) => (name.includes(" of ") ? name : `${of} ${name}`))).toEqual(
          unmanaged,
        );
        expect((await previewSchema({ url, devUrl, desired: sqlOf(text) })).statements).toEqual([]);
        const { hcl = "" } = await withSession(url, {}, (session) =>
          engine.inspect({ from: { session }, formats: ["hcl"] }),
        );
        const again = await previewSchema({ url, devUrl, desired: { hcl: [{ name: "schema.hcl", text: hcl }] } });
        expect(again.statements).toEqual([]);
      },
    );
  });
}

describeOn("sqlite", "foreign keys that refer to nothing", (database) => {
  it.each([
    { parent: "create table p (a int)", key: "x int references p", because: "the table has no primary key" },
    {
      parent: "create table p (a int primary key)",
      key: "x int, y int, foreign key (x, y) references p",
      because: "its key is of one",
    },
    { parent: "create view p as select 1 as a", key: "x int references p", because: "it is a view" },
    { parent: "create table q (a int)", key: "x int references p", because: "there is no such table" },
  ])("are refused by name, there and wanted, where $because", async ({ parent, key }) => {
    const url = await database().fresh();
    const told = /^table c: the foreign key on [xy] refers to p without naming columns/;
    const desired = sqlOf(`${parent}; create table c (${key});`);
    await expect(previewSchema({ url, desired })).rejects.toThrow(told);
    await script(url, parent, `create table c (${key})`);
    await expect(previewSchema({ url, desired: sqlOf("create table c (x int);") })).rejects.toThrow(told);
  });
});

describeOn("postgres", "exclusion constraints", (database) => {
  const WITH = "create table t (r int4range, n int, constraint x exclude using gist (r with &&) where (n > 0));";
  const names = (url: string) => rowsOf(url, "select conname from pg_constraint where contype = 'x'");

  it("are made and dropped with what SQL declares, and not called unmanaged", async () => {
    const url = await database().fresh();
    const made = await applySchema({ url, desired: sqlOf(WITH) });
    expect([made.plan.unmanaged, await names(url)]).toEqual([[], [["x"]]]);
    expect((await applySchema({ url, desired: sqlOf(WITH) })).applied).toEqual([]);
    const dropped = await applySchema({ url, desired: sqlOf("create table t (r int4range, n int);") });
    expect([dropped.plan.unmanaged, await names(url)]).toEqual([[], []]);
  });

  it("are named where they are wanted differently", async () => {
    const url = await database().fresh();
    await script(url, WITH);
    const plan = await previewSchema({ url, desired: sqlOf(WITH.replace("n > 0", "n > 9")) });
    expect(plan.unmanaged.map(({ name, state }) => ({ name, state }))).toEqual([
      { name: "exclusion constraint of t.x", state: "different" },
    ]);
  });

  it("are not dropped for HCL, which cannot say that there is one, unless they are excluded", async () => {
    const url = await database().fresh();
    await script(url, WITH);
    const { hcl = "" } = await withSession(url, {}, (session) =>
      engine.inspect({ from: { session }, formats: ["hcl"] }),
    );
    const request = { url, desired: { hcl: [{ name: "schema.hcl", text: hcl }] } };
    await expect(applySchema(request)).rejects.toThrow(
      /would lose[\s\S]*exclusion constraint of t\.x \(EXCLUDE .*\) would be dropped, as HCL cannot say that there is one: declare the schema in SQL, or .* exclude \(t\.x\)/,
    );
    expect((await applySchema({ ...request, exclude: ["t.x"] })).applied).toEqual([]);
    expect(await names(url)).toEqual([["x"]]);
  });
});
