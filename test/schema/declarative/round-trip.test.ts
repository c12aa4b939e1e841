import { expect, it } from "vitest";
import { applySchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS } from "../databases";
import { FEATURES } from "./features";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

for (const kind of KINDS) {
  describeOn(kind, "apply, apply again, change, change back", (database) => {
    it.each(FEATURES[kind])("ends in sync: $name", async ({ a, b }) => {
      const url = await database().fresh();
      const apply = async (text: string) =>
        (await applySchema({ url, devUrl: database().devUrl, desired: desired(text) })).applied;
      expect(await apply(a)).not.toEqual([]);
      expect(await apply(a)).toEqual([]);
      expect(await apply(b)).not.toEqual([]);
      expect(await apply(b)).toEqual([]);
      // An enum's value cannot be taken back, and a stored column not be made from a plain one.
      if (kind === "postgres" && /create type|generated always as \(a/.test(a)) return;
      expect(await apply(a)).not.toEqual([]);
      expect(await apply(a)).toEqual([]);
    });
  });
}
