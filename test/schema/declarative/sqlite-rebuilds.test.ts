import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("sqlite", "a table of which no column stays", (database) => {
  it.each([
    {
      made: "create table t (b integer primary key, c text default 'x');",
      rows: [
        ["1", "x"],
        ["2", "x"],
      ],
    },
    {
      made: "create table t (b text default (1 + 1), rowid int, oid int default 3);",
      rows: [
        ["2", null, "3"],
        ["2", null, "3"],
      ],
    },
    {
      made: "create table t (b int not null default 7, c int as (b + 1));",
      rows: [
        ["7", "8"],
        ["7", "8"],
      ],
    },
  ])("keeps its rows, which have the defaults of $made", async ({ made, rows }) => {
    for (const there of [
      "create table t (a int, g int as (a + 1))",
      "create table t (a text primary key) without rowid",
    ]) {
      const url = await database().fresh();
      await script(url, there, "insert into t (a) values (5), (6)");
      await applySchema({ url, desired: sqlOf(made) });
      expect(await rowsOf(url, "select * from t")).toEqual(rows);
      expect((await previewSchema({ url, desired: sqlOf(made) })).statements).toEqual([]);
    }
  });

  it.each(["create table t (b int not null);", "create table t (b text primary key) without rowid;"])(
    "stays as it is where a row needs a value: %s",
    async (made) => {
      const url = await database().fresh();
      await script(url, "create table t (a int)", "insert into t (a) values (5)");
      await expect(applySchema({ url, desired: sqlOf(made) })).rejects.toThrow("NOT NULL constraint failed: new_t.b");
      expect(await rowsOf(url, "select a from t")).toEqual([["5"]]);
      await script(url, "delete from t");
      await applySchema({ url, desired: sqlOf(made) });
      expect((await previewSchema({ url, desired: sqlOf(made) })).statements).toEqual([]);
    },
  );
});

describeOn("sqlite", "names with an apostrophe", (database) => {
  it("are managed, of tables and columns, also where a name is made of them", async () => {
    const url = await database().fresh();
    const text = (type: string) =>
      `create table "o'k" (id integer primary key autoincrement, "it's" ${type} unique, "p'" integer references "o'k");
       create index "i'" on "o'k" ("p'");`;
    await applySchema({ url, desired: sqlOf(text("text")) });
    await script(url, `insert into "o'k" values (3, 4, 3)`);
    await applySchema({ url, desired: sqlOf(text("int")) });
    expect(await rowsOf(url, `select * from "o'k"`)).toEqual([["3", "4", "3"]]);
    expect((await previewSchema({ url, desired: sqlOf(text("int")) })).statements).toEqual([]);
  });
});
