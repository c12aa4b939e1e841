import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS } from "../databases";

/** Tables of which `a` refers to one of the others, and that one to `a`: whichever is made first, one key has to wait. */
const refersTo = (target: string, kind: string) => {
  const key = (from: string, to: string) => `constraint ${from}_key foreign key (other) references ${to} (id)`;
  const table = (name: string, ...rest: string[]) =>
    `create table ${name} (${["id bigint primary key", "other bigint", ...rest].join(", ")});`;
  const tables =
    kind === "sqlite"
      ? [table("a", key("a", target)), table(target, key(target, "a"))]
      : [
          table("a"),
          table(target),
          `alter table a add ${key("a", target)};`,
          `alter table ${target} add ${key(target, "a")};`,
        ];
  return { sql: [{ name: "schema.sql", text: tables.join("\n") }] };
};

for (const kind of KINDS) {
  describeOn(kind, "a foreign key that gets another table to refer to", (database) => {
    it("is dropped before the table that goes, and made after the one that comes", async () => {
      const request = { url: await database().fresh(), devUrl: database().devUrl };
      for (const target of ["b", "c", "b"]) {
        const desired = refersTo(target, kind);
        await applySchema({ ...request, desired });
        expect((await previewSchema({ ...request, desired })).statements).toEqual([]);
      }
    });
  });
}
