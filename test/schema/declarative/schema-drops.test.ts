import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const sql = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

/** What a schema has that another one uses, and what is left of that. */
const USES = [
  {
    what: "its type, which a column no longer has",
    there: ["create type gone.e as enum ('x')", "create table a.t (id int primary key, u gone.e)"],
    wanted: "create table a.t (id int primary key, u text);",
  },
  {
    what: "its type, of a column with an index that goes",
    there: [
      "create type gone.e as enum ('x')",
      "create table a.t (id int primary key, u gone.e)",
      "create index t_u on a.t (u)",
    ],
    wanted: "create table a.t (id int primary key, u text);",
    policy: { diff: { concurrentDrop: true } },
  },
  {
    what: "its table, which a key refers to",
    there: [
      "create table gone.t (id int primary key)",
      "create table a.t (id int primary key, u text, g int, constraint g foreign key (g) references gone.t (id))",
    ],
    wanted: "create table a.t (id int primary key, u text, g int);",
  },
  {
    what: "a key to a table that goes",
    there: [
      "create table a.t (id int primary key, u text)",
      "create table a.old (id int primary key)",
      "create table gone.t (id int references a.old (id))",
    ],
    wanted: "create table a.t (id int primary key, u text);",
  },
];

describeOn("postgres", "a schema that is dropped", (database) => {
  it.each(USES)("takes nothing along that stays: $what", async ({ there, wanted, policy }) => {
    const url = await database().freshRealm();
    await script(url, "create schema a", "create schema gone", ...there, "insert into a.t (id, u) values (1, 'x')");
    const request = { url, desired: sql(`create schema a; ${wanted}`), policy, txMode: "none" as const };
    await applySchema(request);
    expect(await rowsOf(url, "select u from a.t")).toEqual([["x"]]);
    expect(await rowsOf(url, "select nspname from pg_namespace where nspname = 'gone'")).toEqual([]);
    expect((await previewSchema(request)).statements).toEqual([]);
  });
});
