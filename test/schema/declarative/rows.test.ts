import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS, rowsOf } from "../databases";

const TABLES = "create table t (id int primary key, a varchar(90)); create table b (id int primary key);";

for (const kind of KINDS) {
  describeOn(kind, "rows that a script of the schema adds", (database) => {
    it("are named by the place of the first, and not in the database", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      const text = `${TABLES}\n-- What there must be.\ninsert into t values (1, 'x');\n  insert into t\n  values (2, ';'); insert into b values (1);`;
      const { plan } = await applySchema({ url, devUrl, desired: { sql: [{ name: "s.sql", text }] } });
      expect(plan.unmanaged).toEqual([
        {
          ...{ kind: "rows", name: "rows of s.sql", state: "desired" },
          message:
            "s.sql:3:1: rows are added here, and by 2 more statements; they are not managed, and will not be in the database",
        },
      ]);
      expect(await rowsOf(url, "select count(*) from t")).toEqual([["0"]]);
    });

    it("are not taken for what only has their words in it", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      const text = `${TABLES} -- insert into t values (1, '')
        create view v as select a from t; alter table t add copy int; alter table t add d varchar(90) default 'insert into t';`;
      const { unmanaged } = await previewSchema({ url, devUrl, desired: { sql: [{ name: "s.sql", text }] } });
      expect(unmanaged.filter((one) => one.kind === "rows")).toEqual([]);
    });
  });
}

describeOn("postgres", "rows that come with others", (database) => {
  it.each([
    ["with x as (select 1 as id) insert into b select id from x", true],
    ["create table c as select * from t", true],
    ["create table c as select * from t with no data", false],
    ["create table c as (values (1))", true],
    ["merge into b using t on b.id = t.id when not matched then insert values (t.id)", true],
    ["create function f() returns void language sql as 'insert into b values (1)'", false],
    ["create rule r as on insert to b do also insert into t values (1, '')", false],
  ])("are told from what adds none: %s", async (statement, adds) => {
    const url = await database().fresh();
    const desired = { sql: [{ name: "s.sql", text: `${TABLES} ${statement};` }] };
    const { unmanaged } = await previewSchema({ url, desired });
    expect(unmanaged.some(({ kind }) => kind === "rows")).toBe(adds);
  });
});
