import { beforeAll, expect, it } from "vitest";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { withMigrationSum } from "../../../sdk/model";
import { describeOn, describeOnItsOwn, KINDS, rowsOf, script } from "../databases";

const files = withMigrationSum({ "1_users.sql": "create table users (id int);\n" }).local;
const DIRTY = "the database is not empty, and has no history of migrations: ";

for (const kind of KINDS) {
  describeOn(kind, "a database that holds something, and a history that was emptied", (database) => {
    /** A database with these tables, and a history without a row. */
    const emptied = async (...tables: string[]) => {
      const url = await database().fresh();
      await applyMigrations({ url, files });
      await script(
        url,
        "delete from atlas_schema_revisions",
        "drop table users",
        ...tables.map((name) => `create table ${name} (id int)`),
      );
      return url;
    };

    it.each([
      { because: "its name comes after", tables: ["zebras"], found: /^found table "zebras"( in schema "\w+")?$/ },
      { because: "its name comes before", tables: ["ants"], found: /^found table "ants"( in schema "\w+")?$/ },
      {
        because: "there are several",
        tables: ["ants", "zebras"],
        found: /^found (table "ants" in schema "\w+"|multiple tables: 2 \(ants, zebras\))$/,
      },
    ])("is refused by the name of what is there, not of the history: $because", async ({ tables, found }) => {
      const url = await emptied(...tables);
      const message = expect.stringMatching(new RegExp(DIRTY + found.source.replace("^", "")));
      await expect(applyMigrations({ url, files })).rejects.toMatchObject({ reason: "NotClean", message });
      await expect(migrationStatus({ url, files })).rejects.toMatchObject({ reason: "NotClean", message });
    });

    it("is begun anew where nothing else is there", async () => {
      const url = await emptied();
      await applyMigrations({ url, files });
      expect(await rowsOf(url, "select version from atlas_schema_revisions")).toEqual([["1"]]);
    });
  });
}

describeOn("postgres", "a history in a schema of its own that was emptied", (database) => {
  it("is not named among what is beside it there", async () => {
    const url = await database().freshRealm();
    await applyMigrations({ url, files });
    await script(url, "delete from atlas_schema_revisions.atlas_schema_revisions", "drop table public.users");
    await script(url, "create table atlas_schema_revisions.theirs (id int)");
    await expect(applyMigrations({ url, files })).rejects.toThrow(
      `${DIRTY}found table "theirs" in schema "atlas_schema_revisions"`,
    );
  });
});

describeOn("postgres", "a role that may not make schemas", (database) => {
  const role = `app_${process.pid}`;
  beforeAll(async () => script(await database().freshRealm(), `create role ${role}`));

  const FORBIDDEN = /belongs into schema atlas_schema_revisions, which is not there.*permission denied/;

  it("keeps its history in the empty schema that was made for it, which is no dirt", async () => {
    const url = await database().freshRealm();
    await script(url, `grant create on schema public to ${role}`);
    const own = `${url}&role=${role}`;
    await expect(applyMigrations({ url: own, files })).rejects.toMatchObject({
      message: expect.stringMatching(FORBIDDEN),
      hint: expect.stringMatching(/^Have schema atlas_schema_revisions made.*revisionsSchema\.$/),
    });
    await script(url, `create schema atlas_schema_revisions authorization ${role}`);
    await applyMigrations({ url: own, files });
    expect(await rowsOf(url, "select version from atlas_schema_revisions.atlas_schema_revisions")).toEqual([["1"]]);
  });

  it.each([
    { there: "create table public.t (id int)", found: "public" },
    { there: "create schema zoo", found: "zoo" },
  ])("is told what is beside that schema: $there", async ({ there, found }) => {
    const url = await database().freshRealm();
    await script(url, "create schema atlas_schema_revisions", there);
    await expect(applyMigrations({ url, files })).rejects.toThrow(`${DIRTY}found schema "${found}"`);
  });
});

describeOnItsOwn("mariadb", "a history in a schema of its own that was emptied", (database) => {
  it("is not counted among the schemas of the server", async () => {
    await applyMigrations({ url: await database().fresh(), files, revisionsSchema: "atlas_schema_revisions" });
    const url = database().devUrl ?? "";
    await script(url, "delete from atlas_schema_revisions.atlas_schema_revisions", "create database theirs");
    await expect(applyMigrations({ url, files })).rejects.toThrow(/found multiple schemas: 2 \(t\d+, theirs\)/);
  });
});
