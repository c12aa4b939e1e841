import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

const T = "create table t (id int primary key, a text, b int);";

/** What few databases have, each with what a plan calls it. */
const OBJECTS: [made: string, kind: string, name: string][] = [
  ["create statistics s on a, b from t", "statistics", "s on t"],
  ["create collation c (locale = 'C')", "collation", "c"],
  [
    "create function plus(t, t) returns int language sql as 'select 1'; create operator <#> (leftarg = t, rightarg = t, function = plus)",
    "operator",
    "<#>(t, t)",
  ],
  [
    "create operator class oc for type int using btree as operator 1 <, function 1 btint4cmp(int, int)",
    "operator class",
    "oc",
  ],
  ["create operator family f using hash", "operator family", "f"],
  [
    "create function txt(t) returns int language sql as 'select 1'; create cast (t as int) with function txt(t)",
    "cast",
    "t as integer",
  ],
  ["create text search configuration tc (copy = simple)", "text search configuration", "tc"],
  ["create text search dictionary td (template = simple)", "text search dictionary", "td"],
  ["create conversion v for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8", "conversion", "v"],
  ["create publication p for table t", "publication", "p"],
  ["create foreign data wrapper w", "foreign data wrapper", "w"],
  ["create server far foreign data wrapper w", "foreign server", "far"],
  ["create user mapping for public server far options (password 'geheim')", "user mapping", "public on far"],
  ["create type sh", "shell type", "sh"],
  ["grant select on t to public", "grant on", "t"],
];

describeOn("postgres", "an object that is not managed", (database) => {
  const all = `${T} ${OBJECTS.map(([made]) => `${made};`).join(" ")}`;

  it("is named where it is there, where it is wanted, and nowhere where nobody made any", async () => {
    const url = await database().fresh();
    await script(url, T);
    expect((await previewSchema({ url, desired: sqlOf(T) })).unmanaged).toEqual([]);
    const wanted = (await previewSchema({ url, desired: sqlOf(all) })).unmanaged.filter(
      ({ kind }) => kind !== "function",
    );
    const named = OBJECTS.map(([, kind, name]) => `${kind} ${name}`).sort();
    expect(wanted.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(named);
    expect(new Set(wanted.map(({ state }) => state))).toEqual(new Set(["desired"]));

    await script(url, ...OBJECTS.map(([made]) => made));
    const there = (await previewSchema({ url, desired: sqlOf(T) })).unmanaged.filter(({ kind }) => kind !== "function");
    expect(there.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(named);
    expect(new Set(there.map(({ state }) => state))).toEqual(new Set(["current"]));
    expect(JSON.stringify([wanted, there])).not.toContain("geheim");

    const both = (await previewSchema({ url, desired: sqlOf(all) })).unmanaged;
    expect(both.filter(({ state }) => state !== "same")).toEqual([]);
  });

  it("is the same where a script that makes it has set a search path of its own, as pg_dump does", async () => {
    const url = await database().freshRealm();
    const made = OBJECTS.map(([sql]) => `${sql};`).join(" ");
    await script(url, `create schema app; set search_path = app; ${T} ${made}`);
    const text = `create schema app; select pg_catalog.set_config('search_path', 'app', false); ${T} ${made}`;
    const { unmanaged, statements } = await previewSchema({ url, desired: sqlOf(text) });
    expect(unmanaged.filter(({ state }) => state !== "same")).toEqual([]);
    expect([unmanaged.length > OBJECTS.length, statements]).toEqual([true, []]);
  });

  it("is named once for all grants, and is no part of an extension", async () => {
    const url = await database().fresh();
    const tables = Array.from({ length: 7 }, (_, n) => `create table t${n} (id int primary key);`).join(" ");
    await script(
      url,
      `${tables} grant select on all tables in schema public to public; grant update (id) on t0 to public`,
    );
    const { unmanaged } = await previewSchema({ url, desired: sqlOf(tables) });
    expect(unmanaged.map(({ message }) => message)).toEqual([
      "grant on t0, t1, t2, t3, t4 and 2 more: not managed, stays as it is",
    ]);
    await script(url, "grant insert on t1 to public");
    const granted = sqlOf(`${tables} grant select on t1 to public; grant select on t2 to public;`);
    expect((await previewSchema({ url, desired: granted })).unmanaged.map(({ message }) => message)).toEqual([
      "grant on t1 is wanted differently, but not managed: it stays as it is",
      "grant on t2 is not managed: it stays as it is",
      "grant on t0, t3, t4, t5, t6: not managed, stays as it is",
    ]);
  });
});

describeOn("postgres", "how a table is kept, ordered and published", (database) => {
  const messagesOf = async (url: string, text: string) =>
    (await previewSchema({ url, desired: sqlOf(text) })).unmanaged.map(({ message }) => message);

  it("is named where it is not as wanted", async () => {
    const url = await database().fresh();
    await script(url, `${T} create index i on t (b); create table full_ (id int)`);
    const wanted = `${T} create index i on t (b); create table full_ (id int); alter table full_ replica identity full;
      cluster t using i; alter table t replica identity using index t_pkey;
      alter table t alter a set storage external, alter a set statistics 500, alter a set (n_distinct = 5);`;
    const is = (what: string, value: string) =>
      `${what}: the default is there, ${value} is wanted, and it is not managed`;
    expect((await messagesOf(url, wanted)).sort()).toEqual([
      is("cluster of t.i", "CLUSTER ON"),
      is("column options of t.a", "n_distinct=5"),
      is("replica identity of full_", "FULL"),
      is("replica identity of t.t_pkey", "USING INDEX"),
      is("statistics target of t.a", "500"),
      is("storage of t.a", "EXTERNAL"),
    ]);
    await script(url, "create index other on t (a)", wanted.slice(wanted.indexOf("alter table full_")));
    expect(await messagesOf(url, `${wanted} create index other on t (a);`)).toEqual([]);
  });

  it("is never lost with an index that is made anew, or goes", async () => {
    const url = await database().fresh();
    const table = "create table t (a int not null, b int not null);";
    await script(url, `${table} create unique index u on t (a); create index i on t (b)`);
    await script(url, "alter table t replica identity using index u", "alter table t cluster on i");
    const applied = (indexes: string) => applySchema({ url, desired: sqlOf(`${table} ${indexes}`) });
    await expect(applied("create unique index u on t (a, b); create index i on t (b);")).rejects.toThrow(
      "replica identity of t.u (USING INDEX) would be lost by changing t.u",
    );
    await expect(applied("create unique index u on t (a); create index i on t (b desc);")).rejects.toThrow(
      "cluster of t.i (CLUSTER ON) would be lost by changing t.i",
    );
    await expect(applied("create index i on t (b);")).rejects.toThrow(
      "replica identity of t.u (USING INDEX) would be lost by dropping t.u",
    );
    const kept =
      "select relreplident, (select count(*) from pg_index where indisclustered) from pg_class where oid = 't'::regclass";
    expect(await rowsOf(url, kept)).toEqual([["i", "1"]]);
    // A table that goes takes it along, and an index that only orders rows may go.
    expect((await applied("create unique index u on t (a);")).applied).toEqual([`DROP INDEX "i"`]);
    expect((await applySchema({ url, desired: sqlOf("create table other (id int);") })).applied).toHaveLength(2);
  });

  it("is never lost with a primary key, and goes with a type only", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int primary key, b int not null, c text, d text)");
    await script(url, "alter table t replica identity using index t_pkey");
    await script(
      url,
      "alter table t alter c set storage external, alter c set statistics 500, alter d set storage main",
    );
    const applied = (text: string) => applySchema({ url, desired: sqlOf(text) });
    await expect(applied("create table t (a int, b int, c text, d text, primary key (a, b));")).rejects.toThrow(
      "replica identity of t.t_pkey (USING INDEX) would be lost",
    );
    await expect(applied("create table t (a int primary key, b int not null, c varchar(9), d text);")).rejects.toThrow(
      "storage of t.c (EXTERNAL) would be lost by changing t.c",
    );
    await applied("create table t (a int primary key, b int not null, c text default 'x', d text);");
    const kept = "select attstorage, attstattarget from pg_attribute where attrelid = 't'::regclass and attname = 'c'";
    expect(await rowsOf(url, kept)).toEqual([["e", "500"]]);
  });
});
