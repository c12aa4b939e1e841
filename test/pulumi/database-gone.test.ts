import { beforeAll, describe, expect, it } from "vitest";
import { databaseContext } from "../../provider/pulumi/sql/context";
import { check, create, DeclaredDatabases, diff, read, remove, update } from "../../provider/pulumi/sql/service";
import { withMigrationSum } from "../../sdk/model";
import { buildEngine } from "../../tools/schema/build-engine";
import { describeOn, rowsOf, script } from "../schema/databases";

type Json = Record<string, unknown>;

beforeAll(() => buildEngine());

const noConfig = () => undefined;
const nobody = new DeclaredDatabases();
const USERS = "create table users (id int primary key);\n";
const PETS = "create table pets (id int primary key);\n";

function inputsOf(kind: string, url: string, more: Json): Json {
  const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:${kind}::it`;
  return { __kind: kind, __urn: urn, urlFrom: { secretKeyRef: url }, ...more };
}

const schema = (url: string, more: Json = {}) =>
  inputsOf("AtlasSchema", url, { schema: { sql: USERS }, __onDelete: "drop", ...more });
const migration = (url: string, files: Record<string, string>, more: Json = {}) =>
  inputsOf("AtlasMigration", url, { dir: { local: withMigrationSum(files).local }, ...more });

/** The URL of the same server that names another database, for who drops one. */
const beside = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
const nameOf = (url: string) => new URL(url).pathname.slice(1);

for (const { kind, admin } of [
  { kind: "postgres", admin: "postgres" },
  { kind: "mariadb", admin: "" },
] as const) {
  describeOn(kind, "a database that is gone", (database) => {
    it("is gone as a resource for a refresh, and nothing is to be dropped there", async () => {
      const url = await database().fresh();
      const inputs = schema(url, { devURL: database().devUrl });
      const { id, outs } = await create(noConfig, inputs);
      await script(beside(url, admin), `drop database ${nameOf(url)}`);
      expect(await read(noConfig, id, outs)).toEqual({ id: "" });
      await remove(noConfig, outs, nobody);
      await expect(update(noConfig, outs, { ...inputs, exclude: ["x"] })).rejects.toThrow(nameOf(url));
    });
  });
}

describeOn("postgres", "a schema that is gone", (database) => {
  it("is gone as a resource for a refresh, and nothing is to be dropped there", async () => {
    const url = `${await database().freshRealm()}&search_path=billing`;
    await script(url, "create schema billing");
    const made = await create(noConfig, schema(url));
    const migrated = await create(
      noConfig,
      migration(url, { "1.sql": USERS.replace("users", "others") }, { baseline: "1" }),
    );
    await script(url, "drop schema billing cascade");
    for (const { id, outs } of [made, migrated]) {
      expect(await read(noConfig, id, outs)).toEqual({ id: "" });
      await remove(noConfig, outs, nobody);
    }
  });
});

describe("a server that does not answer", () => {
  const away = "postgres://u:s3cret@127.0.0.1:1/shop";
  const state = {
    ...schema(away),
    __stateVersion: 1,
    __database: "postgres://127.0.0.1:1/shop",
    __connection: { url: away },
  };

  it("fails a refresh and a deletion with what to do, should it never answer again", async () => {
    for (const operation of [() => read(noConfig, "it", state), () => remove(noConfig, state, nobody)]) {
      const failed = operation();
      await expect(failed).rejects.toThrow(
        /set onDelete "keep" and run `pulumi up`, or forget .*`pulumi state delete 'urn:.*::it'`/,
      );
      await expect(failed).rejects.not.toThrow("s3cret");
    }
  });
});

describeOn("sqlite", "a resource on a database that changed underneath", (database) => {
  it("saves an option without the database, where nothing else was declared anew", async () => {
    const url = await database().fresh();
    const { outs } = await create(noConfig, schema(url));
    await script(url, "drop table users");
    const kept = schema(url, { __onDelete: undefined });
    expect(await diff(noConfig, outs, kept)).toMatchObject({ changes: true, replaces: [] });
    const { outs: saved } = await update(noConfig, outs, kept);
    expect(saved.__onDelete).toBeUndefined();
    expect(saved).toMatchObject({ __database: outs.__database, __connection: { url }, status: outs.status });
    expect(await diff(noConfig, saved, kept)).toMatchObject({ changes: false });
    expect(await rowsOf(url, "select name from sqlite_master")).toEqual([]);
  });

  it.each([
    { because: "was emptied", sql: "delete from atlas_schema_revisions" },
    { because: "is gone", sql: "drop table atlas_schema_revisions" },
  ])("notes for a refresh that its history $because, and says so in the next preview", async ({ sql }) => {
    const url = await database().fresh();
    const inputs = migration(url, { "1.sql": USERS });
    const { id, outs } = await create(noConfig, inputs);
    await script(url, sql);
    const { id: still, props } = await read(noConfig, id, outs);
    expect(still).toBe(id);
    expect(props).toMatchObject({ status: { pending: [expect.stringMatching(/^-- .*no history(.*\n-- )?/s)] } });
    const preview = { ...inputs, __preview: true };
    expect((await check(noConfig, inputs, preview, nobody)).failures).toEqual([]);
    await expect(diff(noConfig, props, preview)).rejects.toThrow("no history");
  });

  it("says of which applied versions the files are missing", async () => {
    const url = await database().fresh();
    const { outs } = await create(noConfig, migration(url, { "1.sql": USERS, "2.sql": PETS }));
    const other = migration(url, { "1.sql": USERS, "9.sql": "create table toys (id int);\n" });
    const { spec, surroundings, kind } = databaseContext(noConfig, other);
    const { notes } = await kind.foresee(spec, { ...surroundings, firstRun: false });
    expect(notes).toEqual(["files of applied versions are missing, and what these made stays in the database: 2"]);
    const report = await kind.apply(spec, { ...surroundings, firstRun: false });
    expect(report.notes).toEqual(notes);
    expect(report.versions).toEqual(["1", "2", "9"]);
    expect(outs.__database).toBe(report.database);
  });
});
