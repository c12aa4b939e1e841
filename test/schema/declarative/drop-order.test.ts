import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS } from "../databases";

const desired = (columns: string) => ({
  sql: [{ name: "schema.sql", text: `create table t (id integer primary key${columns});` }],
});

for (const kind of KINDS) {
  describeOn(kind, "a column and the generated one that reads it", (database) => {
    it.each([
      ["is dropped with it", ""],
      ["gets another type as that is dropped", ", a numeric(10,2)"],
    ])("%s", async (_, left) => {
      const request = { url: await database().fresh(), devUrl: database().devUrl };
      const stored = kind === "mariadb" ? "int as (a + 1) stored" : "int generated always as (a + 1) stored";
      await applySchema({ ...request, desired: desired(`, a int, g ${stored}`) });
      await applySchema({ ...request, desired: desired(left) });
      expect((await previewSchema({ ...request, desired: desired(left) })).statements).toEqual([]);
    });
  });
}
