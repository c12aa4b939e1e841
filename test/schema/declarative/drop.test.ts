import { expect, it } from "vitest";
import { applySchema } from "../../../provider/schema/declarative/apply";
import { dropSchema } from "../../../provider/schema/declarative/drop";
import { quoteName } from "../../../provider/schema/drivers/session";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const DECLARED = "create table mine (id int primary key); create table also_mine (id int primary key);";
const desired = { sql: [{ name: "schema.sql", text: DECLARED }] };

for (const kind of KINDS) {
  describeOn(kind, "taking a declared schema away", (database) => {
    it("drops the tables that it declares, and no other", async () => {
      const url = await database().fresh();
      await script(url, ...DECLARED.split(";").filter((text) => text.trim() !== ""));
      await script(url, "create table foreign_one (id int primary key)", "insert into foreign_one values (7)");
      const { statements } = await dropSchema({ url, desired, devUrl: database().devUrl });
      expect(statements.join()).toContain("mine");
      expect(await rowsOf(url, "select id from foreign_one")).toEqual([["7"]]);
      await expect(rowsOf(url, "select id from mine")).rejects.toThrow();
      await expect(rowsOf(url, "select id from also_mine")).rejects.toThrow();
      expect((await dropSchema({ url, desired, devUrl: database().devUrl })).statements).toEqual([]);
    });
  });
}

describeOn("postgres", "names that would be patterns", (database) => {
  it.each(["fresh", "freshRealm"] as const)("are those of others still, where the URL is %s", async (of) => {
    const url = await database()[of]();
    const names = ["x[1]", "b\\s", "q*", "a?", 'c"d', "e.f", "[a-z]"];
    await script(
      url,
      "create table public.mine (id int)",
      ...names.map((name) => `create table public.${quoteName("postgres", name)} (id int)`),
    );
    expect(
      (await dropSchema({ url, desired: { sql: [{ name: "s.sql", text: "create table public.mine (id int);" }] } }))
        .statements,
    ).toHaveLength(1);
    const left = await rowsOf(url, "select tablename from pg_tables where schemaname = 'public'");
    expect(left.flat().sort()).toEqual(names.sort());
  });
});

describeOn("postgres", "taking a declared schema away with a URL that is bound to none", (database) => {
  it("drops the tables of every schema that it declares, and keeps schemas and what else is in them", async () => {
    const url = await database().freshRealm();
    const text = `create schema app; create schema "odd. name"; create table app.mine (id int primary key);
      create table "odd. name"."my table" (id int primary key); create table public.mine (id int primary key);`;
    await script(url, text, "create table app.foreign_one (id int primary key)", "create schema other");
    await script(url, "create table other.mine (id int primary key)", "create view app.seen as select 1 as one");
    const { statements } = await dropSchema({ url, desired: { sql: [{ name: "schema.sql", text }] } });
    expect(statements).toHaveLength(3);
    const left =
      "select schemaname || '.' || tablename from pg_tables where schemaname !~ '^(pg_|information_schema)' order by 1";
    expect(await rowsOf(url, left)).toEqual([["app.foreign_one"], ["other.mine"]]);
    expect(await rowsOf(url, "select one from app.seen")).toEqual([["1"]]);
    const schemas = "select nspname from pg_namespace where nspname in ('app', 'odd. name', 'other') order by 1";
    expect(await rowsOf(url, schemas)).toEqual([["app"], ["odd. name"], ["other"]]);
  });

  it("leaves alone what is excluded, and schemas that are not named", async () => {
    const url = await database().freshRealm();
    const text =
      "create schema app; create table app.mine (id int); create table app.kept (id int); create table t (id int);";
    await script(url, text);
    const request = { url, desired: { sql: [{ name: "schema.sql", text }] }, schemas: ["app"], exclude: ["app.kept"] };
    expect((await dropSchema(request)).statements).toHaveLength(1);
    expect(await rowsOf(url, "select count(*) from app.kept, t")).toEqual([["0"]]);
  });

  it("has nothing to do where the schemas that are named are gone", async () => {
    const url = await database().freshRealm();
    await script(url, "create schema other", "create table other.t (id int)");
    const text = "create schema app; create table app.t (id int); create schema other; create table other.t (id int);";
    const desired = { sql: [{ name: "schema.sql", text }] };
    expect((await dropSchema({ url, desired, schemas: ["app"] })).statements).toEqual([]);
    expect((await dropSchema({ url, desired, schemas: ["app", "other"] })).statements).toHaveLength(1);
  });
});

describeOn("mariadb", "tables that foreign keys of others refer to", (database) => {
  const left = (url: string) =>
    rowsOf(url, "select table_name from information_schema.tables where table_schema = database() order by 1");

  it("are dropped neither in part nor with the tables that they refer to", async () => {
    const url = await database().fresh();
    const { devUrl } = database();
    await script(url, ...DECLARED.split(";").filter((text) => text.trim() !== ""));
    await script(url, "create table theirs (id int, constraint fk_theirs foreign key (id) references mine (id))");
    const all = [["also_mine"], ["mine"], ["theirs"]];
    const refused = /mine, to which fk_theirs of \w+.theirs refers/;
    await expect(dropSchema({ url, desired, devUrl })).rejects.toThrow(refused);
    const nothing = { url, desired: { sql: [{ name: "s.sql", text: "create table other (id int);" }] }, devUrl };
    await expect(applySchema({ ...nothing, exclude: ["theirs"] })).rejects.toThrow(refused);
    expect(await left(url)).toEqual(all);
    await script(url, "alter table theirs drop foreign key fk_theirs");
    expect((await dropSchema({ url, desired, devUrl })).statements.join()).toContain("mine");
    expect(await left(url)).toEqual([["theirs"]]);
  });

  it("are dropped with the foreign key where the table that has it is managed", async () => {
    const url = await database().fresh();
    const { devUrl } = database();
    await script(url, "create table mine (id int primary key)");
    await script(url, "create table theirs (id int, constraint fk_theirs foreign key (id) references mine (id))");
    const text = "create table theirs (id int);";
    await applySchema({ url, devUrl, desired: { sql: [{ name: "s.sql", text }] } });
    expect(await left(url)).toEqual([["theirs"]]);
  });
});
