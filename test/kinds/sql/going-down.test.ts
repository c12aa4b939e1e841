import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrationKind } from "../../../provider/kinds/sql/migration";
import { withMigrationSum } from "../../../sdk/model";
import { buildEngine } from "../../../tools/schema/build-engine";
import { rowsOf, script } from "../../schema/databases";

let directory = "";

beforeAll(async () => {
  await buildEngine();
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-down-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ALL = { "1_users.sql": "create table users (id int);\n", "2_pets.sql": "create table pets (id int);\n" };

it("an AtlasMigration takes back what its directory no longer has, but never all because the directory is empty", async () => {
  const url = `sqlite://${path.join(directory, "d.db")}`;
  const run = { firstRun: false };
  const declared = (local: Record<string, string>, allow = true) => ({
    url,
    dir: Object.keys(local).length > 0 ? withMigrationSum(local) : { local },
    protectedFlows: { migrateDown: { allow, autoApprove: allow } },
  });
  await migrationKind.apply(declared(ALL), run);
  await script(url, "insert into users values (7)");
  for (const empty of [{}, { "README.md": "moved" }] as Record<string, string>[]) {
    const { refusal } = await migrationKind.foresee(declared(empty), run);
    expect(refusal?.message).toContain("none of the applied migrations (1 users, 2 pets)");
    await expect(migrationKind.apply(declared(empty), run)).rejects.toMatchObject({ reason: "MissingFile" });
  }
  expect(await rowsOf(url, "select id from users")).toEqual([["7"]]);
  const { "2_pets.sql": _, ...less } = ALL;
  const protectedOne = await migrationKind.foresee(declared(less, false), run);
  expect(protectedOne.refusal).toMatchObject({ reason: "ProtectedFlowError" });
  const allowed = await migrationKind.foresee(declared(less), run);
  expect(allowed.steps).toMatchObject([
    { title: "take back version 2", sql: expect.arrayContaining(["DROP TABLE `pets`"]) },
  ]);
  expect(await migrationKind.apply(declared(less), run)).toMatchObject({ versions: ["1"], steps: allowed.steps });
  expect(await rowsOf(url, "select id from users")).toEqual([["7"]]);
});

it("an AtlasMigration that is told what it was before leaves alone what its migrations did not make", async () => {
  const url = `sqlite://${path.join(directory, "beside.db")}`;
  const migrateDown = { allow: true, autoApprove: true };
  const declared = (local: Record<string, string>) => ({
    ...{ url, dir: withMigrationSum(local), protectedFlows: { migrateDown } },
  });
  await migrationKind.apply(declared(ALL), { firstRun: true });
  await script(url, "create table theirs (id int)", "insert into theirs values (7)");
  const { "2_pets.sql": _, ...less } = ALL;
  const unknown = await migrationKind.foresee(declared(less), { firstRun: false });
  expect(unknown.refusal?.message).toContain("2 tables and schemas would be dropped, more than the 1 statements");
  const run = { firstRun: false, before: declared(ALL) };
  expect((await migrationKind.foresee(declared(less), run)).refusal).toBeUndefined();
  expect(await migrationKind.apply(declared(less), run)).toMatchObject({ versions: ["1"] });
  expect(await rowsOf(url, "select id from theirs")).toEqual([["7"]]);
});

it("an AtlasMigration that applied nothing to its database yet does not go down there, whatever is allowed", async () => {
  const url = `sqlite://${path.join(directory, "renamed.db")}`;
  const migrateDown = { allow: true, autoApprove: true };
  const declared = (local: Record<string, string>) => ({
    ...{ url, dir: withMigrationSum(local), protectedFlows: { migrateDown } },
  });
  const two = { ...ALL, "2_pets.sql": `${ALL["2_pets.sql"]}insert into pets values (1);\n` };
  await migrationKind.apply(declared(two), { firstRun: true });
  await script(url, "create table theirs (id int)", "insert into theirs values (7)");
  const { "2_pets.sql": _, ...less } = two;
  for (const run of [
    { firstRun: true },
    { firstRun: false, appliedTo: "sqlite://another.db", before: declared(two) },
  ]) {
    const { refusal } = await migrationKind.foresee(declared(less), run);
    expect(refusal?.message).toMatch(/a first run does not go down.*\n- 2$/);
    await expect(migrationKind.apply(declared(less), run)).rejects.toMatchObject({ reason: "FirstRunDestructive" });
  }
  expect(await rowsOf(url, "select * from theirs, pets")).toEqual([["7", "1"]]);
  // As it is told by what the operator keeps where the status of an object was lost.
  expect(await migrationKind.apply(declared(less), { firstRun: true, before: declared(two) })).toMatchObject({
    versions: ["1"],
  });
  expect(await rowsOf(url, "select id from theirs")).toEqual([["7"]]);
});

it("an AtlasMigration that goes down tells of the rows and views that stay, beforehand and afterwards", async () => {
  const url = `sqlite://${path.join(directory, "left.db")}`;
  const migrateDown = { allow: true, autoApprove: true };
  const declared = (local: Record<string, string>) => ({
    ...{ url, dir: withMigrationSum(local), protectedFlows: { migrateDown } },
  });
  const all = { ...ALL, "3_more.sql": "create view v as select id from users;\ninsert into users values (1);\n" };
  await migrationKind.apply(declared(all), { firstRun: true });
  const notes = [
    "view v is not managed: it stays as it is",
    "3_more.sql:2:1: rows are changed here; going down leaves them as they are",
  ];
  const run = { firstRun: false, before: declared(all) };
  expect(await migrationKind.foresee(declared(ALL), run)).toMatchObject({ notes });
  expect(await migrationKind.apply(declared(ALL), run)).toMatchObject({ notes, versions: ["1", "2"] });
});
