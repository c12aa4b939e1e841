import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const table = (rest: string) => `create table t (id integer primary key, u int${rest}`;

describeOn("sqlite", "UNIQUE constraints of a table that is there already", (database) => {
  it("are taken over as they are, from SQL and HCL", async () => {
    const url = await database().fresh();
    const text = table(" unique, x int, y int, unique (x, y));");
    await script(url, text);
    const { hcl = "" } = await withSession(url, {}, (session) =>
      engine.inspect({ from: { session }, formats: ["hcl"] }),
    );
    for (const desired of [sqlOf(text), { hcl: [{ name: "schema.hcl", text: hcl }] }]) {
      expect((await applySchema({ url, desired, firstRun: true })).applied).toEqual([]);
    }
  });

  it("are others than the index that has the name which they would be given", async () => {
    const plain = table(" unique);");
    const both = `${plain} create index t_u on t (u); create index T_u_unique on t (u);`;
    const plan = async (url: string, text: string) =>
      (await previewSchema({ url, desired: sqlOf(text) })).statements.map(({ cmd }) => cmd);
    const made = await database().fresh();
    await script(made, ...both.split("; "));
    const { hcl = "" } = await withSession(made, {}, (session) =>
      engine.inspect({ from: { session }, formats: ["hcl"] }),
    );
    for (const desired of [sqlOf(both), { hcl: [{ name: "schema.hcl", text: hcl }] }]) {
      expect((await previewSchema({ url: made, desired })).statements).toEqual([]);
      const url = await database().fresh();
      await applySchema({ url, desired });
      expect((await previewSchema({ url, desired })).statements).toEqual([]);
      await expect(script(url, "insert into t values (1, 1), (2, 1)")).rejects.toThrow("UNIQUE constraint failed: t.u");
    }
    expect(await plan(made, plain)).toEqual(["DROP INDEX `t_u`", "DROP INDEX `T_u_unique`"]);
    const bare = await database().fresh();
    await script(bare, plain);
    expect(await plan(bare, both)).toEqual([
      "CREATE INDEX `t_u` ON `t` (`u`)",
      "CREATE INDEX `T_u_unique` ON `t` (`u`)",
    ]);
  });

  it("stay, as indexes, where the table is made anew", async () => {
    const url = await database().fresh();
    await script(url, table(" unique, n int)"), "insert into t values (1, 1, 1)");
    const skip = ["drop_index", "modify_index"] as const;
    await applySchema({ url, desired: sqlOf(table(", n text);")), policy: { diff: { skip } } });
    await expect(script(url, "insert into t values (2, 1, 1)")).rejects.toThrow("UNIQUE constraint failed: t.u");
  });

  it.each([
    { because: "it is not wanted", wanted: ", n int);", unique: [] },
    { because: "it has other columns", wanted: ", n int); create unique index t_u on t (u, n);", unique: ["t_u"] },
    {
      because: "an index of another name is wanted",
      wanted: ", n int); create unique index own on t (u);",
      unique: ["own"],
    },
  ])("go, with the rows kept, where $because", async ({ wanted, unique }) => {
    const url = await database().fresh();
    await script(url, table(" unique, n int)"), "insert into t values (1, 2, 3)");
    const desired = sqlOf(table(wanted));
    expect((await applySchema({ url, desired })).applied).not.toEqual([]);
    expect(await rowsOf(url, "select * from t")).toEqual([["1", "2", "3"]]);
    expect(await rowsOf(url, "select name from pragma_index_list('t')")).toEqual(unique.map((name) => [name]));
    expect((await previewSchema({ url, desired })).statements).toEqual([]);
  });
});
