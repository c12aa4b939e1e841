import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const THERE = "create table t (a int check (a > 0), b int, constraint c check (b > 0), check (a + b > 0))";

describeOn("mariadb", "checks", (database) => {
  it.each([
    {
      what: "change",
      to: "create table t (a int check (a > 1), b int, constraint c check (b > 1), check (a + b > 1))",
    },
    { what: "go", to: "create table t (a int, b int)" },
    { what: "go with their column", to: "create table t (b int, constraint c check (b > 0))" },
    { what: "stay when their column changes", to: THERE.replace("a int", "a bigint not null default 5") },
    { what: "change with their column", to: THERE.replace("a int check (a > 0)", "a bigint check (a > 7)") },
    {
      what: "come to be the table's own",
      to: THERE.replace("check (a > 0)", "").replace("b int,", "b int, constraint a check (a > 3),"),
    },
  ])("that were written with a column or with the table: $what", async ({ to }) => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    await script(url, THERE, "insert into t values (8, 8)");
    await applySchema({ url, devUrl, desired: sqlOf(to) });
    expect((await previewSchema({ url, devUrl, desired: sqlOf(to) })).statements).toEqual([]);
    const checks = "select count(*) from information_schema.check_constraints where constraint_schema = database()";
    expect(await rowsOf(url, checks)).toEqual([[String(to.split("check").length - 1)]]);
    expect(await rowsOf(url, "select b from t")).toEqual([["8"]]);
  });
});
