import { expect, it } from "vitest";
import { applySchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const PARENT = "create table p (id int primary key);";
const THERE = [
  "create table t (id int primary key, a int, b int, r int, constraint f foreign key (r) references p (id), constraint k check (b > 0))",
  "create index i on t (b)",
  "insert into p values (1)",
  "insert into t values (1, 2, 3, 1)",
];

describeOn("sqlite", "a table that is made anew", (database) => {
  it.each([
    { exclude: "t.b[type=column]", names: "column b of table t" },
    { exclude: "t.i[type=index]", names: "index i of table t" },
    { exclude: "t.f[type=fk]", names: "foreign key f of table t" },
    { exclude: "t.k[type=check]", names: "a check of table t" },
  ])("is refused where it would lose what is excluded: $exclude", async ({ exclude, names }) => {
    const url = await database().fresh();
    await script(url, PARENT, ...THERE);
    const before = await rowsOf(url, "select sql from sqlite_master");
    const desired = sqlOf(`${PARENT} create table t (id int primary key, a int not null default 1, r int);`);
    await expect(applySchema({ url, desired, exclude: [exclude] })).rejects.toThrow(
      `making a table of SQLite anew would take away what is to be left alone:\n- ${names}, which exclude leaves alone`,
    );
    expect(await rowsOf(url, "select sql from sqlite_master")).toEqual(before);
  });

  it("may refer to a table that is excluded", async () => {
    const url = await database().fresh();
    await script(url, PARENT, ...THERE);
    const desired = sqlOf([PARENT, ...THERE.slice(0, 2), ""].join(";").replace("a int", "a text"));
    expect((await applySchema({ url, desired, exclude: ["p"] })).applied).not.toEqual([]);
    expect(await rowsOf(url, "select * from t")).toEqual([["1", "2", "3", "1"]]);
    expect((await applySchema({ url, desired, exclude: ["p"] })).applied).toEqual([]);
  });
});

for (const kind of KINDS.filter((one) => one !== "sqlite")) {
  describeOn(kind, "a column that is dropped", (database) => {
    it.each([
      { exclude: "t.i[type=index]", without: "b", names: "index i of table t" },
      { exclude: "t.f[type=fk]", without: "r", names: "foreign key f of table t" },
    ])("does not take along what is excluded: $exclude", async ({ exclude, without, names }) => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      await script(url, PARENT, ...THERE);
      const columns = ["id int primary key", "a int", "b int", "r int"].filter((one) => !one.startsWith(`${without} `));
      const desired = sqlOf(`${PARENT} create table t (${columns.join(", ")});`);
      await expect(applySchema({ url, devUrl, desired, exclude: [exclude] })).rejects.toThrow(
        `dropping a column would take away what is to be left alone:\n- ${names}, which exclude leaves alone`,
      );
      expect(await rowsOf(url, "select * from t")).toEqual([["1", "2", "3", "1"]]);
    });
  });
}
