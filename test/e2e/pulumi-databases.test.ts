import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withMigrationSum } from "../../sdk/model";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { installEngine } from "../../tools/schema/build-engine";
import { describeOn, script, type TestDatabase } from "../schema/databases";
import { Bench, PATIENCE, said, USERS } from "./pulumi/database-bench";

/** Opens a bench on databases of these names for a suite, and closes it. */
function benchOn(databases: Readonly<Record<string, () => TestDatabase>>): () => Bench {
  let bench: Bench | undefined;
  beforeAll(async () => {
    const urls = Object.entries(databases).map(async ([name, database]) => [name, await database().fresh()]);
    bench = await Bench.open(Object.fromEntries(await Promise.all(urls)));
  });
  afterAll(() => bench?.close());
  return () => {
    if (!bench) throw new Error("the stack is not there yet");
    return bench;
  };
}

const usersIn = (table: string, more = "") =>
  `create table ${table} (id bigint primary key, email text not null${more});`;

/** Three lives on each driver in one stack: each has a table of its own name, by which output tells them apart. */
function lives(sqlite: () => TestDatabase, postgres: () => TestDatabase): void {
  const drivers = ["sqlite", "postgres"] as const;
  const of = (life: string) => drivers.map((driver) => ({ name: `${life}-${driver}`, table: `${life}_${driver}` }));
  const [shown, kept, migrated] = [of("shown"), of("kept"), of("migrated")];
  const all = [...shown, ...kept, ...migrated];
  const bench = benchOn(Object.fromEntries(all.map(({ name }) => [name, /sqlite/.test(name) ? sqlite : postgres])));
  const first = (table: string) => ({ "1_users.sql": `${usersIn(table)}\n` });
  const second = (table: string) => ({ ...first(table), "2_drop.sql": `drop table ${table};\n` });

  it("shows the SQL and the pending migrations before anything runs", async () => {
    for (const { name, table } of shown) await bench().schema(usersIn(table), {}, {}, name);
    for (const { name, table } of migrated) await bench().migration(first(table), {}, name);
    const preview = await bench().stack.preview();
    expect(preview.exitCode, said(preview)).toBe(0);
    for (const { table } of shown) expect(said(preview)).toMatch(new RegExp(`CREATE TABLE ["\`]${table}["\`]`));
    expect(said(preview)).toContain("1_users.sql");
    for (const { table } of migrated) expect(said(preview)).toContain(`create table ${table}`);
    for (const { name } of [...shown, ...migrated]) expect(await bench().tables(name)).toEqual([]);
  });

  it("runs it, and tells what it did", async () => {
    for (const { name, table } of kept) await bench().schema(usersIn(table), {}, {}, name);
    expect((await bench().up()).changes).toEqual({ create: all.length + 1 });
    for (const { name, table } of [...shown, ...kept]) expect(await bench().tables(name)).toEqual([table]);
    for (const { name } of shown) {
      const { plan, pending, observed_hash } = await bench().status(name);
      expect(plan.join()).toContain("CREATE TABLE");
      expect(pending).toEqual([]);
      expect(observed_hash).not.toBe("");
    }
    for (const { name, table } of migrated) {
      expect(await bench().tables(name)).toContain(table);
      const ran = { lastAppliedVersion: "1", appliedVersions: ["1"], pending: [] };
      expect(await bench().status(name)).toMatchObject(ran);
    }
  });

  it("runs it once, and keeps the tables of a resource that is deleted", async () => {
    for (const { name } of kept) await bench().declare(null, name);
    expect((await bench().up()).changes).toEqual({ same: shown.length + migrated.length + 1, delete: kept.length });
    for (const { name, table } of kept) expect(await bench().tables(name)).toEqual([table]);
  });

  it("follows every change of the declaration, and runs further migrations in order", async () => {
    for (const { name, table } of shown) await bench().schema(usersIn(table, ", name text"), {}, {}, name);
    for (const { name, table } of migrated) await bench().migration(second(table), {}, name);
    for (const { name, table } of kept) {
      await script(bench().urlOf(name), "create table foreign_one (id bigint primary key)");
      await bench().schema(usersIn(table), { exclude: ["foreign_one"] }, { onDelete: "drop" }, name);
    }
    const preview = await bench().stack.preview();
    expect(said(preview)).toContain("ADD COLUMN `name`");
    expect(said(preview)).toContain('ADD COLUMN "name"');
    expect(said(preview).split("2_drop.sql: DS102").length - 1).toBeGreaterThanOrEqual(migrated.length);

    const changes = { create: kept.length, update: shown.length + migrated.length, same: 1 };
    expect((await bench().up()).changes).toEqual(changes);
    for (const { name } of shown) expect((await bench().status(name)).plan).toHaveLength(1);
    for (const { name, table } of migrated) {
      expect(await bench().status(name)).toMatchObject({ lastAppliedVersion: "2", appliedVersions: ["1", "2"] });
      expect(await bench().tables(name)).not.toContain(table);
    }
    // A refresh looks for what separates the databases from what was just applied to them.
    expect((await bench().up(["--refresh"])).changes).toEqual({ same: all.length + 1 });
  });

  it.each(migrated)("refuses an edited history: $name", async ({ name, table }) => {
    await bench().migration({ ...second(table), "1_users.sql": "create table other (id int);\n" }, {}, name);
    const edited = await bench().stack.preview();
    expect(edited.exitCode).not.toBe(0);
    expect(said(edited)).toContain("1_users.sql was edited after it was applied");
    await bench().migration(second(table), {}, name);
  });

  it("keeps the tables of a stack that is destroyed, except where it was told to drop what is its own", async () => {
    const destroy = await bench().stack.destroy();
    expect(destroy.exitCode, said(destroy)).toBe(0);
    for (const { name, table } of shown) expect(await bench().tables(name)).toEqual([table]);
    for (const { name } of kept) expect(await bench().tables(name)).toEqual(["foreign_one"]);
  });
}

/** What is the same whatever the driver: four databases with a rule each. */
function obeys(database: () => TestDatabase): void {
  const names = ["guarded", "drifting", "taken", "lowered"];
  const bench = benchOn(Object.fromEntries(names.map((name) => [name, database])));
  const guarded = (sql: string, more: object = {}) => bench().schema(sql, more, {}, "guarded");
  const both = { "1.sql": `${USERS}\n`, "2.sql": "create table pets (id bigint primary key);\n" };

  it("fails the preview of what would destroy something on the first run", async () => {
    await script(bench().urlOf("guarded"), "create table precious (id bigint primary key)");
    await guarded(USERS);
    const preview = await bench().stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(said(preview)).toContain('Dropping table "precious"');
    expect((await bench().stack.up()).exitCode).not.toBe(0);
    expect(await bench().tables("guarded")).toEqual(["precious"]);
  });

  it("takes over a database that already is as declared, without a statement", async () => {
    await guarded(USERS, { exclude: ["precious"] });
    await bench().schema(USERS, {}, {}, "drifting");
    await script(bench().urlOf("taken"), USERS);
    await bench().schema(USERS, {}, {}, "taken");
    await bench().migration(both, {}, "lowered");
    await bench().up();
    expect((await bench().status("taken")).plan).toEqual([]);
  });

  it("finds drift by a refresh, shows what would mend it, and mends it", async () => {
    await script(bench().urlOf("drifting"), "drop table users");
    expect((await bench().up()).changes).toEqual({ same: names.length + 1 });
    const refresh = await bench().stack.refresh();
    expect(refresh.exitCode, said(refresh)).toBe(0);
    expect((await bench().status("drifting")).pending.join()).toContain("CREATE TABLE");
    expect((await bench().up()).changes).toEqual({ same: names.length, update: 1 });
    expect(await bench().tables("drifting")).toEqual(["users"]);
    expect((await bench().status("drifting")).pending).toEqual([]);
  });

  it("fails the preview of what would destroy something against policy", async () => {
    const forbidding = { exclude: ["precious"], policy: { lint: { destructive: { error: true } } } };
    await guarded("create table other (id bigint primary key);", forbidding);
    const preview = await bench().stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(said(preview)).toContain("policy.lint.destructive.error");
    expect(await bench().tables("guarded")).toEqual(["precious", "users"]);
    await guarded(USERS, { exclude: ["precious"] });
  });

  it("refuses to go down unless the program allows it", async () => {
    const one = { "1.sql": both["1.sql"] };
    await bench().migration(one, {}, "lowered");
    const preview = await bench().stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(said(preview)).toContain("protectedFlows.migrateDown.allow");
    expect(await bench().tables("lowered")).toContain("pets");
    await script(bench().urlOf("lowered"), "create table theirs (id int)");
    const allowed = { protectedFlows: { migrateDown: { allow: true, autoApprove: true } } };
    await bench().migration(one, allowed, "lowered");
    await bench().up();
    expect((await bench().status("lowered")).appliedVersions).toEqual(["1"]);
    expect(await bench().tables("lowered")).not.toContain("pets");
    expect(await bench().tables("lowered")).toContain("theirs");
  });
}

const mistakes = [
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
];

function secretsAndMistakes(database: () => TestDatabase): void {
  const bench = benchOn({ plain: database, referenced: database });

  it("never keep a password in clear in state, however it was given, also after a refresh", async () => {
    for (const name of ["plain", "referenced"]) {
      const args = { schema: { sql: USERS } };
      await bench().declare({ kind: "AtlasSchema", args, plainUrl: name === "plain" }, name);
    }
    await bench().up();
    await bench().stack.refresh();
    const { password } = new URL(bench().urlOf("plain"));
    expect(password.length).toBeGreaterThan(0);
    expect(JSON.stringify(await bench().stack.exportState())).not.toContain(`:${password}@`);
    for (const name of ["plain", "referenced"]) {
      expect(JSON.stringify(await bench().kept(name))).toContain("__connection");
    }
    await bench().declare(null, "plain");
  });

  it.each(mistakes)("$because fails the preview with a clear message", async ({ args, says }) => {
    await bench().declare({ kind: "AtlasSchema", args }, "referenced");
    const preview = await bench().stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(said(preview)).toContain(says);
  });

  it("are told of another database that is not there, though the same update may be about to make it", async () => {
    const args = { url: "postgres://nobody:geheim@127.0.0.1:1/app", schema: { sql: USERS } };
    await bench().declare({ kind: "AtlasSchema", args }, "referenced");
    const preview = await bench().stack.preview();
    expect(preview.exitCode, said(preview)).toBe(0);
    expect(said(preview)).toMatch(/What would run cannot be told yet: .*127\.0\.0\.1:1/);
    expect(said(preview)).not.toContain("geheim");
  });

  it("are told for options that mean nothing here", async () => {
    await bench().schema(USERS, {}, { import: "app" }, "referenced");
    expect(said(await bench().stack.preview())).toContain("is taken over when the resource is created");
    const dir = { local: withMigrationSum({ "1.sql": "create table x (id int);\n" }).local };
    await bench().declare({ kind: "AtlasMigration", args: { dir }, options: { onDelete: "drop" } }, "referenced");
    expect(said(await bench().stack.preview())).toContain("write a migration that drops");
  });
}

describeWithEngine("pulumi", "database objects through the real Pulumi engine", () => {
  beforeAll(() => installEngine(resolve(__dirname, "../../dist")));

  describeOn("sqlite", "stacks", (sqlite) => {
    describe("that obey", { timeout: PATIENCE }, () => obeys(sqlite));
    describeOn("postgres", "stacks", (postgres) => {
      describe("that live, with one", { timeout: PATIENCE }, () => lives(sqlite, postgres));
      describe("secrets and mistakes", { timeout: PATIENCE }, () => secretsAndMistakes(postgres));
    });
  });
});
