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

describeOn("mariadb", "a foreign key of a table that goes, beside one that refers to itself", (database) => {
  it("is dropped once, though the column that it refers to gets another type", async () => {
    const request = { url: await database().fresh(), devUrl: database().devUrl };
    const sql = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
    await applySchema({
      ...request,
      desired: sql(`create table a (id int primary key);
        create table b (id int primary key, a_id int, constraint b_a foreign key (a_id) references a (id));
        create table c (id int primary key, c_id int, constraint c_c foreign key (c_id) references c (id));`),
    });
    const desired = sql("create table a (id bigint primary key);");
    await applySchema({ ...request, desired });
    expect((await previewSchema({ ...request, desired })).statements).toEqual([]);
  });
});
