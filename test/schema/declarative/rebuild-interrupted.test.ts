import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const desired = {
  sql: [
    {
      name: "schema.sql",
      text: "create table t (id int primary key, n text not null default 'x'); create table u (id int primary key);",
    },
  ],
};
const THERE = [
  "create table t (id int primary key, n int)",
  "insert into t values (1, 2)",
  "create trigger g after insert on t begin select 1; end",
];
const everything = "select name from sqlite_master where name not like 'sqlite_%' order by name";

describeOn("sqlite", "a table that is made anew, and a run that ends meanwhile", (database) => {
  for (const txMode of ["file", "none"] as const) {
    it(`leaves the table as it was or as it is to be, in mode ${txMode}`, async () => {
      const shown = await previewSchema({ url: await prepared(), desired });
      for (let last = 0; last < shown.statements.length; last++) {
        const url = await prepared();
        const onStatement = ({ index, tookMs }: { index: number; tookMs?: number }) => {
          if (index === last && tookMs !== undefined) throw new Error("the process ends here");
        };
        await expect(applySchema({ url, desired, txMode, onStatement })).rejects.toThrow("the process ends here");
        expect(await rowsOf(url, "select id from t")).toEqual([["1"]]);
        expect(await rowsOf(url, everything)).toEqual([["g"], ["t"]]);
        await applySchema({ url, desired, txMode });
        expect(await rowsOf(url, "select id, n from t")).toEqual([["1", "2"]]);
        expect(await rowsOf(url, everything)).toEqual([["g"], ["t"], ["u"]]);
      }
    });
  }

  async function prepared(): Promise<string> {
    const url = await database().fresh();
    await script(url, ...THERE);
    return url;
  }
});
