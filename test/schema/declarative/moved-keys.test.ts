import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS, rowsOf, script } from "../databases";

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

const referred = "select confrelid::regclass::text from pg_constraint where conname = 'n_u'";

describeOn("postgres", "a foreign key that gets a table of the same name in another schema", (database) => {
  const sql = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
  const notes = (to: string) =>
    `create table crm.notes (id int primary key, u int, constraint n_u foreign key (u) references ${to} (id));`;

  it("is made anew, where the URL is bound to no schema", async () => {
    const url = await database().freshRealm();
    const users = "create schema auth; create schema crm; create table auth.users (id int primary key);";
    await applySchema({ url, desired: sql(`${users}${notes("auth.users")}`) });
    const moved = sql(
      `create schema auth; create schema crm; create table crm.users (id int primary key);${notes("crm.users")}`,
    );
    await applySchema({ url, desired: moved });
    expect(await rowsOf(url, referred)).toEqual([["crm.users"]]);
    expect((await previewSchema({ url, desired: moved })).statements).toEqual([]);
  });

  it("is made anew, where the URL is bound to one, and stays where it refers to one out of the scope", async () => {
    const realm = await database().freshRealm();
    await script(realm, "create schema auth", "create table auth.users (id int primary key)", "create schema crm");
    const url = `${realm}&search_path=crm`;
    const outside = sql(`create schema auth; create table auth.users (id int primary key);
      create table notes (id int primary key, u int, constraint n_u foreign key (u) references auth.users (id));`);
    await applySchema({ url, desired: outside });
    expect((await previewSchema({ url, desired: outside })).statements).toEqual([]);
    const own = sql(`create table users (id int primary key);
      create table notes (id int primary key, u int, constraint n_u foreign key (u) references users (id));`);
    await applySchema({ url, desired: own });
    expect(await rowsOf(realm, referred)).toEqual([["crm.users"]]);
    expect((await previewSchema({ url, desired: own })).statements).toEqual([]);
  });

  it("stays where it refers to a table that is excluded", async () => {
    const realm = await database().freshRealm();
    await script(realm, "create schema crm", "create table crm.users (id int primary key)");
    const request = { url: `${realm}&search_path=crm`, exclude: ["users"] };
    const desired = sql(`create table users (id int primary key);
      create table notes (id int primary key, u int, constraint n_u foreign key (u) references users (id));`);
    await applySchema({ ...request, desired });
    expect(await rowsOf(realm, referred)).toEqual([["crm.users"]]);
    expect((await previewSchema({ ...request, desired })).statements).toEqual([]);
  });
});
