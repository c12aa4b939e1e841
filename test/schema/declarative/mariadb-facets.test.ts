import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text: `${text};` }] });

const CASES = [
  {
    what: "indexes that the server passes over",
    plain: "create table t (id int primary key, a int, index a (a))",
    facet: "create table t (id int primary key, a int, index a (a) ignored)",
    names: ["index visibility of t.a: the default is there, IGNORED is wanted, and it is not managed"],
    later: "create table t (id int primary key, a int, index a (a, id))",
    lost: "index visibility of t.a (IGNORED) would be lost by changing t.a",
  },
  {
    what: "columns that are compressed",
    plain: "create table t (id int primary key, a varchar(100), b text)",
    facet: "create table t (id int primary key, a varchar(100) compressed, b text compressed)",
    names: [
      "storage of t.a: the default is there, COMPRESSED is wanted, and it is not managed",
      "storage of t.b: the default is there, COMPRESSED is wanted, and it is not managed",
    ],
    later: "create table t (id int primary key, a varchar(200), b text)",
    lost: "storage of t.a (COMPRESSED) would be lost by changing t.a",
  },
  {
    what: "keys without overlaps, with their period",
    plain:
      "create table t (`a``,b` int, s date not null, e date not null, constraint p check (s < e), unique u (`a``,b`, e, s))",
    facet: "create table t (`a``,b` int, s date, e date, period for p (s, e), unique u (`a``,b`, p without overlaps))",
    names: [
      "overlaps of t.u: the default is there, `p` WITHOUT OVERLAPS is wanted, and it is not managed",
      "period of t.p: the default is there, (`s`, `e`) is wanted, and it is not managed",
    ],
    later:
      "create table t (`a``,b` int, s date not null, e date not null, constraint p check (s < e), unique u (e, s))",
    lost: "overlaps of t.u (`p` WITHOUT OVERLAPS) would be lost by changing t.u",
  },
  {
    what: "a primary key without overlaps",
    plain: "create table t (a int, s date, e date, constraint p check (s < e), primary key (a, e, s))",
    facet: "create table t (a int, s date, e date, period for p (s, e), primary key (a, p without overlaps))",
    names: [
      "overlaps of t.PRIMARY: the default is there, `p` WITHOUT OVERLAPS is wanted, and it is not managed",
      "period of t.p: the default is there, (`s`, `e`) is wanted, and it is not managed",
    ],
    later: undefined,
    lost: undefined,
  },
];

describeOn("mariadb", "what the engine has no word for", (database) => {
  it.each(CASES)("is named, and not lost: $what", async ({ plain, facet, names, later, lost }) => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    const namesIn = async (desired: string) =>
      (await previewSchema({ url, devUrl, desired: sqlOf(desired) })).unmanaged.map(({ message }) => message).sort();
    await script(url, plain);
    expect(await namesIn(facet)).toEqual(names);
    await script(url, "drop table t", facet);
    expect(await namesIn(facet)).toEqual([]);
    expect(await namesIn(plain)).toHaveLength(names.length);
    if (later === undefined) return;
    await expect(applySchema({ url, devUrl, desired: sqlOf(later) })).rejects.toThrow(lost);
  });
});
