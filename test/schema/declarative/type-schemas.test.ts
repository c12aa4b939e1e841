import { expect, it } from "vitest";
import { previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

const TYPES = ["a", "b"]
  .map(
    (schema) =>
      `create schema ${schema}; create type ${schema}.mood as enum ('x'); create domain ${schema}.d as int; create type ${schema}.pair as (l int, r int);`,
  )
  .join(" ");
const table = (schema: string) =>
  `create table a.t (m ${schema}.mood, ms ${schema}.mood[], d ${schema}.d, ds ${schema}.d[], p ${schema}.pair, ps ${schema}.pair[]);`;

describeOn("postgres", "types of one name in two schemas", (database) => {
  it("are two types, however a column is of them", async () => {
    const url = await database().freshRealm();
    await script(url, TYPES, table("a"));
    const changed = async (text: string) =>
      (await previewSchema({ url, desired: sqlOf(TYPES + text) })).changes
        .filter(({ kind }) => kind === "modify_column")
        .map(({ name }) => name)
        .sort();
    expect(await changed(table("b"))).toEqual(["d", "ds", "m", "ms", "p", "ps"]);
    expect(await changed(table("a"))).toEqual([]);
  });

  it("are one where an extension has them, which the dev database can have elsewhere", async () => {
    const [url, devUrl] = [await database().freshRealm(), await database().freshRealm()];
    const there =
      "create schema ext; create extension citext schema ext; create table t (c ext.citext, cs ext.citext[]);";
    await script(url, there);
    const wanted = "create schema ext; create extension citext; create table t (c citext, cs citext[]";
    const plan = (text: string) => previewSchema({ url, devUrl, desired: sqlOf(text) });
    expect((await plan(`${wanted});`)).statements).toEqual([]);
    expect((await plan(`${wanted}, n int);`)).changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "modify_table undefined",
      "add_column n",
    ]);
  });

  it("are no different from tables and columns: those whose names differ in their letters only are two", async () => {
    const url = await database().fresh();
    await script(url, 'create table "T" (a int, "A" int)');
    const plan = await previewSchema({ url, desired: sqlOf('create table t (a int, "A" int);') });
    expect(plan.changes.map(({ kind, table }) => `${kind} ${table}`)).toEqual(["drop_table T", "add_table t"]);
    const columns = await previewSchema({ url, desired: sqlOf('create table "T" (a int);') });
    expect(columns.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "modify_table undefined",
      "drop_column A",
    ]);
    expect(columns.unmanaged).toEqual([]);
  });
});
