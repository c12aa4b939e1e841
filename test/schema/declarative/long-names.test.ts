import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("postgres", "columns that must not be null, with long names", (database) => {
  it.each([
    { because: "both names are shortened", table: "t".repeat(63), column: "c".repeat(63) },
    { because: "the name of the column is", table: "t", column: "c".repeat(63) },
    { because: "the name of the table is", table: "t".repeat(60), column: "c" },
    { because: "both just fit", table: "t".repeat(30), column: "c".repeat(23) },
  ])(
    "change like others, as the name of their constraint is the server's, where $because",
    async ({ table, column }) => {
      const url = await database().fresh();
      const desired = (type: string) => sqlOf(`create table ${table} (id int, ${column} ${type} not null);`);
      await applySchema({ url, desired: desired("int") });
      const { plan, applied } = await applySchema({ url, desired: desired("bigint") });
      expect([applied.length, plan.unmanaged]).toEqual([1, []]);
      expect((await previewSchema({ url, desired: desired("bigint") })).unmanaged).toEqual([]);
    },
  );
});
