import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS, rowsOf, script } from "../databases";
import { KEPT_EVERYWHERE, type Kept } from "./kept";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const WANTED = desired("create table public.wanted (id int primary key);");

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ reason: "WouldLose" });
  return String(Reflect.get(Object(failure), "message"));
}

const KEPT: Kept[] = [
  ...KEPT_EVERYWHERE,
  {
    because: "it holds an enum that is excluded",
    there: ["create type s.mood as enum ('a')"],
    request: { exclude: ["s.mood"] },
    names: ["what exclude leaves alone in s"],
  },
  {
    because: "it holds what is not managed",
    there: [
      "create view s.v as select 1 as one",
      "create materialized view s.m as select 1 as one",
      "create function s.f() returns int language sql as 'select 1'",
      "create sequence s.q",
      "create domain s.d as int",
      "create type s.c as (a int)",
    ],
    names: ["view s.v", "materialized view s.m", "function s.f()", "sequence s.q", "type s.d", "type s.c"],
  },
  {
    because: "a partition in it is not seen",
    there: [
      "create table s.p (id int) partition by range (id)",
      "create table s.p1 partition of s.p for values from (1) to (9)",
    ],
    names: ["partition s.p1"],
  },
  {
    because: "a view elsewhere reads from it",
    there: ["create table s.z (id int)", "create view public.v as select id from s.z"],
    names: ["view v"],
  },
  {
    because: "an excluded table elsewhere refers to it",
    there: ["create table s.z (id int primary key)", "create table public.x (z int references s.z)"],
    request: { exclude: ["public.x"] },
    names: ["constraint x_z_fkey on table x"],
  },
  {
    because: "it holds the table in which migrations are noted",
    there: ["create table s.atlas_schema_revisions (version varchar(255) primary key)"],
    names: ["table s.atlas_schema_revisions"],
  },
];

describeOn("postgres", "a schema that is no longer wanted", (database) => {
  for (const { because, there, request, names } of KEPT) {
    it(`is not dropped when ${because}`, async () => {
      const url = await database().freshRealm();
      await script(url, "create schema s", ...there);
      const refusal = await refusalOf(applySchema({ url, desired: WANTED, ...request }));
      for (const name of names) expect(refusal).toContain(name);
      expect(await rowsOf(url, "select count(*) from pg_namespace where nspname = 's'")).toEqual([["1"]]);
      expect(await rowsOf(url, "select to_regclass('public.wanted')")).toEqual([[null]]);
    });
  }

  it("is dropped with what the engine manages in it: tables, their indexes and keys, sequences of columns, and enums", async () => {
    const url = await database().freshRealm();
    const managed = [
      "create type s.mood as enum ('a')",
      "create table s.a (id serial primary key, other int generated always as identity, m s.mood default 'a', n text not null check (n <> ''))",
      "create table s.b (a int references s.a, d date default now())",
      "create index on s.b (lower(a::text))",
      "create table public.wanted (id int primary key, a int references s.a)",
    ];
    await script(url, "create schema s", ...managed);
    const { applied } = await applySchema({ url, desired: WANTED, exclude: ["unrelated"] });
    expect(applied.join("\n")).toContain('DROP SCHEMA "s" CASCADE');
    expect(await rowsOf(url, "select count(*) from pg_namespace where nspname = 's'")).toEqual([["0"]]);
  });

  it("stays with all that is in it when the schema itself is excluded", async () => {
    const url = await database().freshRealm();
    await script(url, "create schema s", "create table s.z (id int)", "create view s.v as select id from s.z");
    const { plan } = await applySchema({ url, desired: WANTED, exclude: ["s"] });
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["add_table"]);
  });
});

for (const kind of KINDS) {
  describeOn(kind, "patterns that reach into tables", (database) => {
    it("keep the table from being dropped with the column", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      await script(url, "create table b (i int, j int)", "insert into b values (1, 2)");
      const request = { url, devUrl, desired: desired("create table a (i int);"), exclude: ["b.j"] };
      expect(await refusalOf(previewSchema(request))).toContain("column j of table b");
      expect(await refusalOf(applySchema(request))).toContain("column j of table b");
      expect(await rowsOf(url, "select j from b")).toEqual([["2"]]);
    });

    it("are refused where they leave a new table no column", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      const request = { url, devUrl, desired: desired("create table q (i int);"), exclude: ["*.*"] };
      expect(await refusalOf(previewSchema(request))).toContain("table q would be made without a column");
    });
  });
}
