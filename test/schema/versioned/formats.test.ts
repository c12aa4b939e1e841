import { beforeAll, describe, expect, it } from "vitest";
import type { DirectoryFormat } from "../../../provider/schema/engine/protocol";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import {
  computeSum,
  type MigrationFiles,
  parseDirectory,
  SUM_FILE,
} from "../../../provider/schema/versioned/directory";
import { migrateDown } from "../../../provider/schema/versioned/down";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { buildEngine } from "../../../tools/schema/build-engine";
import { describeOn, rowsOf } from "../databases";

beforeAll(async () => {
  await buildEngine();
});

const statementsOf = async (files: MigrationFiles, format: DirectoryFormat) =>
  (await parseDirectory(files, "sqlite", format)).files.map(({ name, statements }) => [
    name,
    ...statements.map(({ text }) => text),
  ]);

describe("what goes down in files of other tools", () => {
  it.each([
    { because: "as dbmate writes it", up: "-- migrate:up", down: "-- migrate:down" },
    { because: "options follow", up: "-- migrate:up transaction:false", down: "-- migrate:down transaction:false" },
    { because: "a space is missing", up: "--migrate:up", down: "--migrate:down" },
    { because: "spaces follow, on Windows", up: "\uFEFF-- migrate:up \r", down: "-- migrate:down \r" },
  ])("never runs, of dbmate: $because", async ({ up, down }) => {
    const text = `${up}\nselect 'up\nand down'; select 2;\n${down}\nselect 'never';\n`;
    expect(await statementsOf({ "1_a.sql": text }, "dbmate")).toEqual([
      ["1_a.sql", "select 'up\nand down';", "select 2;"],
    ]);
  });

  it.each([
    { because: "as goose writes it", up: "-- +goose Up", down: "-- +goose Down" },
    { because: "in small letters", up: "-- +goose up", down: "-- +goose down" },
    { because: "a space is missing", up: "--+goose Up", down: "--+goose Down" },
    { because: "spaces around, on Windows", up: "\uFEFF  -- +goose  Up \r", down: "\t-- +goose Down \r" },
  ])("never runs, of goose: $because", async ({ up, down }) => {
    const text = `${up}\nselect 'up\nand Down';\nselect 2;\n${down}\nselect 'never';\n`;
    expect(await statementsOf({ "1_a.sql": text }, "goose")).toEqual([
      ["1_a.sql", "select 'up\nand Down';", "select 2;"],
    ]);
  });
});

describe("a file of another tool", () => {
  it.each([
    { format: "dbmate", text: "-- none\n", says: "1_a.sql: there is no section `-- migrate:up`" },
    { format: "dbmate", text: "\nselect 1;\n-- migrate:up", says: "1_a.sql:2: SQL in front of `-- migrate:up`" },
    {
      format: "dbmate",
      text: "-- migrate:up\nselect 1;\n-- migrate:down\n-- migrate:up\nselect 2;",
      says: "1_a.sql:4: a second section migrate:up is not supported",
    },
    {
      format: "dbmate",
      text: "-- migrate:down\nselect 0;\n-- migrate:up\nselect 1;",
      says: "1_a.sql:1: the section migrate:down is in front of migrate:up",
    },
    { format: "goose", text: "-- none\n", says: "1_a.sql: there is no `-- +goose Up`" },
    { format: "goose", text: "-- x\n\nselect 1;\n-- +goose Up", says: "1_a.sql:3: SQL in front of `-- +goose Up`" },
    {
      format: "goose",
      text: "-- +goose Up\nselect 1;\n---- +goose Down\nselect 0;",
      says: "1_a.sql:3: an annotation of goose that cannot be read: ---- +goose Down",
    },
    {
      format: "goose",
      text: "-- +goose Up\nselect 1;\nselect 2\n-- +goose Down\nselect 0;",
      says: "1_a.sql:3: the statement has no line that ends with a semicolon",
    },
    {
      format: "goose",
      text: "-- +goose Up\n-- +goose ENVSUB ON\nselect 'HOME';",
      says: "1_a.sql:2: unexpected `+goose ENVSUB ON`",
    },
    {
      format: "goose",
      text: "-- +goose Up\n-- +goose StatementBegin\nselect 1;\n-- +goose Down\nselect 0;",
      says: "1_a.sql:4: unexpected `+goose Down`",
    },
    {
      format: "goose",
      text: "-- +goose Up\n-- +goose StatementBegin\n-- none\n-- +goose StatementEnd\nselect 1;\n",
      says: "1_a.sql:4: nothing to run in front of `+goose StatementEnd`",
    },
    {
      format: "goose",
      text: "-- +goose Up\n-- +goose StatementBegin\nselect 1;\n",
      says: "1_a.sql: `+goose StatementBegin` has no end",
    },
  ] as const)("is refused where it would run nothing, or something else: $says", async ({ format, text, says }) => {
    await expect(statementsOf({ "1_a.sql": text }, format)).rejects.toThrow(says);
  });

  it.each([
    "--changeset me:1 context:test",
    "--changeset me:1 dbms:oracle,mssql",
    "--changeset me:1 labels:x splitStatements:true",
    "-- changeset me:1 runAlways:true",
    '--changeset me:1 endDelimiter:"/"',
    "--preconditions onFail:MARK_RAN",
  ])("is refused where Liquibase would run it on a condition, or otherwise: %s", async (line) => {
    const text = `--liquibase formatted sql\n${line}\nselect 1;\n`;
    await expect(statementsOf({ "1_a.sql": text }, "liquibase")).rejects.toThrow(/^1_a\.sql:2: .* is not supported/);
  });

  it("runs where Liquibase would, and is rolled back by nothing", async () => {
    const text = `--liquibase formatted sql
--changeset me:1 dbms:"postgresql,sqlite" runOnChange:true ignore:false runInTransaction:false
select 1;
--rollback select 'never';
`;
    const { files } = await parseDirectory({ "1_a.sql": text }, "sqlite", "liquibase");
    expect(files.map(({ statements, directives }) => [statements.map((one) => one.text), directives])).toEqual([
      [["select 1;"], { txmode: ["none"] }],
    ]);
  });

  it("runs whole, however long its lines are", async () => {
    const long = `insert into t values ('${"x".repeat(100_000)}');`;
    const [[, ...goose] = [], [, ...dbmate] = []] = [
      ...(await statementsOf({ "1_a.sql": `-- +goose Up\n${long}\nselect 2;\n` }, "goose")),
      ...(await statementsOf({ "1_a.sql": `-- migrate:up\n${long}\nselect 2;\n` }, "dbmate")),
    ];
    expect([goose, dbmate]).toEqual([
      [long, "select 2;"],
      [long, "select 2;"],
    ]);
  });
});

describe("a comment", () => {
  it.each([
    { format: "dbmate", name: "1_a.sql", text: "-- migrate:up\nselect 1;\n-- drop a; drop b;\n-- migrate:down" },
    { format: "dbmate", name: "1_a.sql", text: "-- migrate:up\nselect 1;\n-- drop a; drop b;" },
    { format: "goose", name: "1_a.sql", text: "-- +goose Up\nselect 1;\n-- drop a; drop b;\n-- +goose Down" },
    { format: "goose", name: "1_a.sql", text: "-- +goose Up\nselect 1; -- drop a; drop b;" },
    { format: "flyway", name: "V1__a.sql", text: "select 1;\n-- drop a; drop b;" },
    { format: "golang-migrate", name: "1_a.up.sql", text: "select 1;\n-- drop a; drop b;" },
    { format: "liquibase", name: "1_a.sql", text: "select 1;\n--rollback drop a; drop b;" },
    { format: "atlas", name: "1_a.sql", text: "select 1;\n-- drop a; drop b;" },
  ] as const)("at the end of a file never runs, of $format: $text", async ({ format, name, text }) => {
    expect(await statementsOf({ [name]: text }, format)).toEqual([[name, "select 1;"]]);
  });

  it("without an end is refused on SQLite, which has no objection", async () => {
    const text = "select '/*';\n -- /*\n /* drop a; drop b;\n";
    const refused = "1_a.sql:3:2: a comment without an end";
    await expect(statementsOf({ "1_a.sql": text }, "atlas")).rejects.toThrow(refused);
    await expect(statementsOf({ "1_a.up.sql": text }, "golang-migrate")).rejects.toThrow("1_a.up.sql:3:2: a comment");
    expect(await statementsOf({ "1_a.sql": `${text}*/` }, "atlas")).toEqual([["1_a.sql", "select '/*';"]]);
  });

  it("with a hash never runs on MySQL, in any format", async () => {
    const text = "select 1;\n# drop a; drop b;\n";
    for (const [name, format, head] of [
      ["1_a.sql", "dbmate", "-- migrate:up\n"],
      ["V1__a.sql", "flyway", ""],
    ] as const) {
      const { files } = await parseDirectory({ [name]: head + text }, "mysql", format);
      expect(files[0]?.statements.map((one) => one.text)).toEqual(["select 1;"]);
    }
  });
});

describe("statements of goose", () => {
  it.each([
    { because: "a comment follows", text: "create a; -- note\ncreate b;", statements: ["create a;", "create b;"] },
    {
      because: "a comment inside ends with a semicolon",
      text: "create a (\n  -- first;\n  n int -- second;\n);",
      statements: ["create a (\n  -- first;\n  n int -- second;\n);"],
    },
    {
      because: "data is data",
      text: "insert into t values ('-- ATLAS_DELIM_END\n x  \n');",
      statements: ["insert into t values ('-- ATLAS_DELIM_END\n x  \n');"],
    },
    {
      because: "a block is one",
      text: "-- +goose StatementBegin\ncreate trigger t begin\n  select 1;\n  select 2;\nend;\n-- so\n-- +goose StatementEnd",
      statements: ["create trigger t begin\n  select 1;\n  select 2;\nend;"],
    },
    { because: "one line is one", text: "select 1; select 2;", statements: ["select 1; select 2;"] },
  ])("end where goose ends them: $because", async ({ text, statements }) => {
    expect(await statementsOf({ "1_a.sql": `-- +goose Up\n${text}\n` }, "goose")).toEqual([["1_a.sql", ...statements]]);
  });

  it("are told by their places and comments", async () => {
    const text = "\uFEFF-- +goose Up\r\n-- gone\r\n\r\n-- why\r\n  select 'ä';\r\nselect 2;\r\n";
    const { files } = await parseDirectory({ "1_a.sql": text }, "sqlite", "goose");
    const at = (part: string) => Buffer.byteLength(text.slice(0, text.indexOf(part)));
    expect(files[0]?.statements).toEqual([
      { pos: at("select 'ä'"), text: "select 'ä';", comments: ["-- why\n"] },
      { pos: at("select 2"), text: "select 2;" },
    ]);
  });
});

describe("statements of dbmate", () => {
  it("are split as their database has it, and told by their places", async () => {
    const trigger = "create trigger t after insert on a begin\n  select 1;\n  select 2;\nend;";
    const text = `-- head\n-- migrate:up\n${trigger}\nselect 3;\n-- migrate:down\nselect 0;`;
    const { files } = await parseDirectory({ "1_a.sql": text }, "sqlite", "dbmate");
    expect(files[0]?.statements).toEqual([
      { pos: text.indexOf(trigger), text: trigger },
      { pos: text.indexOf("select 3"), text: "select 3;" },
    ]);
  });
});

describe("the order of files of other tools", () => {
  it.each(["golang-migrate", "goose"] as const)("is refused where the tool's is another: %s", async (format) => {
    const end = format === "goose" ? ".sql" : ".up.sql";
    const files = (...names: string[]) =>
      Object.fromEntries(names.map((name) => [`${name}${end}`, "-- +goose Up\nselect 1;"]));
    await expect(statementsOf(files("1_a", "2_b", "10_c"), format)).rejects.toThrow(
      `10_c${end} would run before 1_a${end}: files run in the order of their names`,
    );
    await expect(statementsOf(files("01_a", "1_b"), format)).rejects.toThrow("have the same version");
    expect(await statementsOf(files("01_a", "02_b", "10_c"), format)).toHaveLength(3);
  });

  it("is Flyway's, with all versions after the last baseline", async () => {
    const names = [
      "B2__x",
      "B3__base",
      "R__v",
      "U4__u",
      "V1__a",
      "V10__c",
      "V3.0__b",
      "V3.10__e",
      "V3_2__d",
      "sub/V4__f",
    ];
    const files = Object.fromEntries(names.map((name) => [`${name}.sql`, "select 1;"]));
    expect((await statementsOf(files, "flyway")).map(([name]) => name)).toEqual(
      ["B3__base", "V3_2__d", "V3.10__e", "sub/V4__f", "V10__c", "R__v"].map((name) => `${name}.sql`),
    );
  });
});

describeOn("sqlite", "versions of Flyway", (database) => {
  it("are told, missed and taken back in their own order", async () => {
    const url = await database().fresh();
    const table = (name: string) => `create table ${name} (n);`;
    const rest = { "V1__a.sql": table("a"), "V10__c.sql": table("c") };
    const all = { ...rest, "V2__b.sql": table("b") };
    const request = async (files: MigrationFiles) => ({
      ...{ url, format: "flyway" as const, files: { ...files, [SUM_FILE]: await computeSum(files, "flyway") } },
      protectedFlows: { migrateDown: { allow: true, autoApprove: true } },
    });
    await applyMigrations(await request(all));
    expect((await migrationStatus(await request(all))).current).toBe("10");
    expect(await migrationStatus(await request(rest))).toMatchObject({ missing: ["2"], edited: undefined });
    expect(await migrateDown({ ...(await request(all)), amount: 1 })).toMatchObject({ removed: ["10"], current: "2" });
    expect(await migrateDown({ ...(await request(all)), toVersion: "1" })).toMatchObject({ removed: ["2"] });
    expect(await rowsOf(url, "select name from sqlite_master where name in ('a', 'b', 'c')")).toEqual([["a"]]);
  });
});

describeOn("sqlite", "migrations of dbmate", (database) => {
  it("run with every line, those that speak of going down too", async () => {
    const url = await database().fresh();
    const text =
      "-- migrate:up\ncreate table t (\n  id int,\n  countdown int\n);\n\n-- migrate:down transaction:false\ndrop table t;\n";
    const files = { "1_t.sql": text };
    const sum = await computeSum(files, "dbmate");
    await applyMigrations({ url, files: { ...files, [SUM_FILE]: sum }, format: "dbmate" });
    expect(await rowsOf(url, "select name from pragma_table_info('t')")).toEqual([["id"], ["countdown"]]);
  });
});

describe("directives of a file with Windows line ends", () => {
  it.each([
    ["-- atlas:txmode none\r\n\r\nselect 1;\r\n", { directives: { txmode: ["none"] } }],
    ["\uFEFF-- atlas:checkpoint\r\n\r\nselect 1;\r\n", { checkpoint: true }],
  ])("are heeded as those of others: %j", async (text, found) => {
    const { files } = await parseDirectory({ "1_a.sql": text }, "sqlite");
    expect(files).toMatchObject([{ ...found, statements: [{ text: "select 1;" }] }]);
  });
});
