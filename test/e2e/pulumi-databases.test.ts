import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withMigrationSum } from "../../sdk/model";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { installEngine } from "../../tools/schema/build-engine";
import { describeOn, script, type TestDatabase } from "../schema/databases";
import { Bench, PATIENCE, said, USERS, USERS_AND_NAME } from "./pulumi/database-bench";

/** What goes through a driver. */
function livesOn(database: () => TestDatabase): void {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.open(await database().fresh());
    return () => bench.close();
  });

  it("shows the SQL before it runs, runs it once, and follows every change of the declaration", async () => {
    await bench.schema(USERS);
    const preview = await bench.stack.preview();
    expect(preview.exitCode, said(preview)).toBe(0);
    expect(said(preview)).toMatch(/CREATE TABLE ["`]users["`]/);
    expect(await bench.tables()).toEqual([]);

    expect((await bench.up()).changes.create).toBe(2);
    expect(await bench.tables()).toEqual(["users"]);
    const { plan, pending, observed_hash } = await bench.status();
    expect(plan.join()).toContain("CREATE TABLE");
    expect(pending).toEqual([]);
    expect(observed_hash).not.toBe("");
    expect((await bench.up()).changes).toEqual({ same: 2 });

    await bench.schema(USERS_AND_NAME);
    expect(said(await bench.stack.preview())).toMatch(/ADD COLUMN ["`]name["`]/);
    expect((await bench.up()).changes).toMatchObject({ update: 1 });
    expect((await bench.status()).plan).toHaveLength(1);
    expect((await bench.up()).changes).toEqual({ same: 2 });
  });

  it("keeps the tables when the resource is deleted, unless it was told to drop them", async () => {
    await bench.schema(USERS);
    await bench.up();
    await bench.declare(null);
    expect((await bench.up()).changes).toMatchObject({ delete: 1 });
    expect(await bench.tables()).toEqual(["users"]);

    await script(bench.url, "create table foreign_one (id bigint primary key)");
    await bench.schema(USERS, { exclude: ["foreign_one"] }, { onDelete: "drop" });
    await bench.up();
    expect((await bench.stack.destroy()).exitCode).toBe(0);
    expect(await bench.tables()).toEqual(["foreign_one"]);
  });

  it("runs pending migrations in order, tells the versions, and refuses an edited history", async () => {
    const first = { "1_users.sql": `${USERS}\n` };
    await bench.migration(first);
    const preview = await bench.stack.preview();
    expect(said(preview)).toContain("1_users.sql");
    expect(said(preview)).toContain("create table users");
    expect(await bench.tables()).toEqual([]);
    await bench.up();
    expect(await bench.status()).toMatchObject({ lastAppliedVersion: "1", appliedVersions: ["1"], pending: [] });

    const second = { ...first, "2_drop.sql": "drop table users;\n" };
    await bench.migration(second);
    expect(said(await bench.stack.preview())).toContain("2_drop.sql: DS102");
    await bench.up();
    expect(await bench.status()).toMatchObject({ lastAppliedVersion: "2", appliedVersions: ["1", "2"] });
    expect((await bench.up()).changes).toEqual({ same: 2 });

    await bench.migration({ ...second, "1_users.sql": "create table other (id int);\n" });
    const edited = await bench.stack.preview();
    expect(edited.exitCode).not.toBe(0);
    expect(said(edited)).toContain("1_users.sql was edited after it was applied");
  });
}

/** What is the same whatever the driver. */
function obeys(database: () => TestDatabase): void {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.open(await database().fresh());
    return () => bench.close();
  });

  it("fails the preview of what would destroy something, on the first run and against policy", async () => {
    await script(bench.url, "create table precious (id bigint primary key)");
    await bench.schema(USERS);
    const first = await bench.stack.preview();
    expect(first.exitCode).not.toBe(0);
    expect(said(first)).toContain('Dropping table "precious"');
    expect((await bench.stack.up()).exitCode).not.toBe(0);
    expect(await bench.tables()).toEqual(["precious"]);

    await bench.schema(USERS, { exclude: ["precious"] });
    await bench.up();
    const forbidding = { exclude: ["precious"], policy: { lint: { destructive: { error: true } } } };
    await bench.schema("create table other (id bigint primary key);", forbidding);
    const later = await bench.stack.preview();
    expect(later.exitCode).not.toBe(0);
    expect(said(later)).toContain("policy.lint.destructive.error");
    expect(await bench.tables()).toEqual(["precious", "users"]);
  });

  it("finds drift by a refresh, shows what would mend it, and mends it", async () => {
    await bench.schema(USERS);
    await bench.up();
    await script(bench.url, "drop table users");
    expect((await bench.up()).changes).toEqual({ same: 2 });
    const refresh = await bench.stack.refresh();
    expect(refresh.exitCode, said(refresh)).toBe(0);
    expect((await bench.status()).pending.join()).toContain("CREATE TABLE");
    expect((await bench.up()).changes).toMatchObject({ update: 1 });
    expect(await bench.tables()).toEqual(["users"]);
    expect((await bench.status()).pending).toEqual([]);
  });

  it("takes over a database that already is as declared, without a statement", async () => {
    await script(bench.url, USERS);
    await bench.schema(USERS);
    await bench.up();
    expect((await bench.status()).plan).toEqual([]);
  });

  it("refuses to go down unless the program allows it", async () => {
    const both = { "1.sql": `${USERS}\n`, "2.sql": "create table pets (id bigint primary key);\n" };
    await bench.migration(both);
    await bench.up();
    const one = { "1.sql": both["1.sql"] };
    await bench.migration(one);
    const preview = await bench.stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(said(preview)).toContain("protectedFlows.migrateDown.allow");
    await bench.migration(one, { protectedFlows: { migrateDown: { allow: true, autoApprove: true } } });
    await bench.up();
    expect((await bench.status()).appliedVersions).toEqual(["1"]);
    expect(await bench.tables()).not.toContain("pets");
  });
}

describeWithEngine("pulumi", "database objects through the real Pulumi engine", () => {
  beforeAll(() => installEngine(resolve(__dirname, "../../dist")));

  describeOn("sqlite", "a stack", (database) => {
    describe("lives", { timeout: PATIENCE }, () => livesOn(database));
    describe("obeys", { timeout: PATIENCE }, () => obeys(database));
  });
  describeOn("postgres", "a stack", (database) => {
    describe("lives", { timeout: PATIENCE }, () => livesOn(database));
  });

  describeOn("postgres", "secrets and mistakes", (database) => {
    let bench: Bench;

    beforeAll(async () => {
      bench = await Bench.open(await database().fresh());
    });
    afterAll(() => bench?.close());

    it("never keep a password in clear in state, however it was given, also after a refresh", {
      timeout: PATIENCE,
    }, async () => {
      const password = new URL(bench.url).password;
      expect(password.length).toBeGreaterThan(0);
      for (const plainUrl of [true, false]) {
        await bench.declare({ kind: "AtlasSchema", args: { schema: { sql: USERS } }, plainUrl });
        await bench.up();
        await bench.stack.refresh();
        const state = JSON.stringify(await bench.stack.exportState());
        expect(state).not.toContain(`:${password}@`);
        expect(state).toContain("__connection");
      }
    });

    it.each([
      {
        because: "a schema that cannot be parsed",
        args: { schema: { sql: "create tabel t (id int);" } },
        says: "schema.sql:1:8",
      },
      {
        because: "an unknown driver",
        args: { url: "postgress://db/app", schema: { sql: USERS } },
        says: "unknown driver",
      },
      {
        because: "Atlas Cloud",
        args: { schema: { url: "atlas://app" } },
        says: "spec.schema.url asks for Atlas Cloud, which only the official",
      },
      {
        because: "a project file without the environment",
        args: { config: 'env "y" {}', envName: "x", schema: { sql: USERS } },
        says: 'env "x" not defined in config file',
      },
      {
        because: "a database that is not there",
        args: { url: "postgres://nobody:geheim@127.0.0.1:1/app", schema: { sql: USERS } },
        says: "127.0.0.1:1",
      },
    ])("$because fails the preview with a clear message", async ({ args, says }) => {
      await bench.declare({ kind: "AtlasSchema", args });
      const preview = await bench.stack.preview();
      expect(preview.exitCode).not.toBe(0);
      expect(said(preview)).toContain(says);
      expect(said(preview)).not.toContain("geheim");
    });

    it("are told for options that mean nothing here", async () => {
      await bench.schema(USERS, {}, { import: "app" });
      expect(said(await bench.stack.preview())).toContain("is taken over when the resource is created");
      const dir = { local: withMigrationSum({ "1.sql": "create table x (id int);\n" }).local };
      await bench.declare({ kind: "AtlasMigration", args: { dir }, options: { onDelete: "drop" } });
      expect(said(await bench.stack.preview())).toContain("write a migration that drops");
    });
  });
});
