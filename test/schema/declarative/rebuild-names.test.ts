import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const T = "create table t (id int primary key, n int)";
const CHANGED = "create table t (id int primary key, n text not null default 'x')";

describeOn("sqlite", "a table that is made anew as new_t", (database) => {
  it.each([
    { because: "another table", there: "create table new_t (id int)", wanted: "create table new_t (id int)" },
    {
      because: "a table in other letters",
      there: "create table NEW_t (id int)",
      wanted: "create table NEW_t (id int)",
    },
    { because: "a table that is to go", there: "create table new_t (id int)", wanted: "" },
    { because: "a view", there: "create view new_t as select 1 as one", wanted: "" },
    { because: "a table that is to be", there: "", wanted: "create table new_t (id int)" },
  ])("is refused before anything is changed where that is the name of $because", async ({ there, wanted }) => {
    const url = await database().fresh();
    await script(url, T, "insert into t values (1, 2)", ...[there].filter(Boolean));
    const desired = { sql: [{ name: "schema.sql", text: `${CHANGED}; create table u (id int);${wanted}` }] };
    const before = await rowsOf(url, "select sql from sqlite_master");
    for (const work of [previewSchema, applySchema]) {
      await expect(work({ url, desired })).rejects.toThrow(
        "table t cannot be changed: SQLite makes it anew as new_t, and that name is taken",
      );
    }
    expect(await rowsOf(url, "select sql from sqlite_master")).toEqual(before);
  });

  it("is not meant where a column is added to t, and new_t is a table of its own", async () => {
    const url = await database().fresh();
    await script(url, T, "create trigger g after insert on t begin select 1; end");
    const text = "create table t (id int primary key, n int, m int); create table new_t (id int);";
    const { applied } = await applySchema({ url, desired: { sql: [{ name: "schema.sql", text }] } });
    expect(applied).toHaveLength(2);
    expect((await previewSchema({ url, desired: { sql: [{ name: "schema.sql", text }] } })).statements).toEqual([]);
  });
});
