import { beforeAll, describe, expect, it } from "vitest";
import { versionsAhead } from "../../../provider/schema/versioned/ahead";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import {
  computeSum,
  type MigrationFiles,
  parseDirectory,
  SUM_FILE,
} from "../../../provider/schema/versioned/directory";
import { migrateDown, planDown } from "../../../provider/schema/versioned/down";
import { setVersion } from "../../../provider/schema/versioned/set";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { buildEngine } from "../../../tools/schema/build-engine";
import { describeOn, rowsOf } from "../databases";

beforeAll(async () => {
  await buildEngine();
});

const FILES = {
  "V1__a.sql": "create table a (n);",
  "V2__b.sql": "create table b (n);",
  "R__seen.sql": "create view if not exists seen as select n from a;",
};

describeOn("sqlite", "a directory with repeatable files of Flyway", (database) => {
  const request = async (url: string, files: MigrationFiles) => ({
    ...{ url, format: "flyway" as const, files: { ...files, [SUM_FILE]: await computeSum(files, "flyway") } },
    protectedFlows: { migrateDown: { allow: true, autoApprove: true } },
  });
  const begun = async () => {
    const all = await request(await database().fresh(), FILES);
    await applyMigrations(all);
    return all;
  };
  const history = (url: string) => rowsOf(url, "select version from atlas_schema_revisions order by version");

  it("is not behind its own history", async () => {
    const all = await begun();
    const { files } = await parseDirectory(all.files, "sqlite", "flyway");
    const { applied } = await migrationStatus(all);
    const versions = files.map(({ version }) => version);
    expect(versions).toEqual(["1", "2", ""]);
    expect(versionsAhead(versions, applied, 0, "flyway")).toEqual([]);
    expect(await planDown(all)).toMatchObject({ ahead: [], target: "2" });
    expect(await migrateDown(all)).toMatchObject({ removed: [], current: "2" });
    expect(await history(all.url)).toEqual([[""], ["1"], ["2"]]);
  });

  it("is at the last version that there is", async () => {
    const all = await begun();
    expect(await setVersion(all)).toMatchObject({ current: "2", added: [], removed: [], resolved: [] });
    await expect(setVersion({ ...all, version: "" })).rejects.toThrow('migration with version "" not found');
    expect(await history(all.url)).toEqual([[""], ["1"], ["2"]]);
  });

  it("is taken back version by version", async () => {
    const all = await begun();
    expect(await migrateDown({ ...all, amount: 1 })).toMatchObject({ removed: ["2"], current: "1" });
    expect(await history(all.url)).toEqual([[""], ["1"]]);
  });

  it("does not run again on what is there when only the repeatable files are noted", async () => {
    const all = await begun();
    await rowsOf(all.url, "delete from atlas_schema_revisions where version <> ''");
    await expect(applyMigrations(all)).rejects.toThrow("the database is not empty");
    await expect(migrationStatus(all)).rejects.toThrow("the database is not empty");
  });

  it("does not take a baseline once it has begun", async () => {
    const { url } = await begun();
    const baseline = { "B3__all.sql": "create table c (n);", ...FILES };
    await expect(applyMigrations(await request(url, baseline))).rejects.toThrow("B3__all.sql is a baseline");
  });
});

describe("names of Flyway", () => {
  const parse = (...names: string[]) =>
    parseDirectory(Object.fromEntries(names.map((name) => [name, "select 1;"])), "sqlite", "flyway");

  it("are those of migrations, and no other words with such a letter in front", async () => {
    const { files } = await parse("Rollback.sql", "Backup.sql", "Views__all.sql", "R1__x.sql", "V1__a.sql", "R__r.sql");
    expect(files.map(({ name }) => name)).toEqual(["V1__a.sql", "R__r.sql"]);
  });

  it.each([
    ["V1__a.sql", "V1.0__b.sql"],
    ["V1__a.sql", "V01__b.sql"],
    ["V1_2__a.sql", "V1.2__b.sql"],
    ["B2__a.sql", "B2.0__b.sql"],
    ["sub/V1__a.sql", "V1__b.sql", "B2__c.sql"],
  ])("of one version are refused: %s and %s", async (...names) => {
    await expect(parse(...names)).rejects.toThrow(/ have the same version, /);
  });

  it.each(["V1.sql", "V1a__x.sql", "B2.sql"])("are refused where they cannot be understood: %s", async (name) => {
    await expect(parse(name)).rejects.toThrow(`${name}: not named as Flyway names files`);
  });

  it("are refused by their name, not for a version that they do not have", async () => {
    await expect(parse("V1a__x.sql", "V1b__y.sql")).rejects.toThrow("V1a__x.sql: not named as Flyway names files");
  });

  it("are ordered as numbers of any length", async () => {
    const names = ["V99999999999999999998__a.sql", "V99999999999999999999__b.sql", "V100000000000000000000__c.sql"];
    expect((await parse(...names)).files.map(({ name }) => name)).toEqual(names);
  });
});

describeOn("mariadb", "a repeatable file that failed in mode all", (database) => {
  it("is not done because an earlier run had finished it", async () => {
    const url = await database().fresh();
    const run = async (seen: string) => {
      const files = { "V1__a.sql": "create table a (n int);", "R__seen.sql": seen };
      const all = { ...files, [SUM_FILE]: await computeSum(files, "flyway") };
      return applyMigrations({ url, format: "flyway", txMode: "all", files: all });
    };
    await run("insert into a values (1);");
    await expect(run("insert into a values (2);\nbroken;")).rejects.toMatchObject({ applied: [] });
    expect(await rowsOf(url, "select n from a")).toEqual([["1"]]);
  });
});
