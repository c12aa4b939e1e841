import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { runSegments } from "../../../provider/schema/execute/run";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { lintMigrations } from "../../../provider/schema/versioned/lint";
import { describeOn, rowsOf } from "../databases";

const QUOTING = ["ANSI", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES"];
/** As information_schema tells it where every text can be told. */
const COLUMNS =
  "select column_name, column_type, column_default, column_comment from information_schema.columns where table_schema = database() and table_name = 't' order by ordinal_position";
const inMode = (given: string, mode: string) => {
  const url = new URL(given);
  url.searchParams.set("sql_mode", mode);
  return url.href;
};
const script = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("mariadb", "a schema where sql_mode gives quotes and backslashes another meaning", (database) => {
  const HCL = String.raw`schema "app" {}
table "t" {
  schema  = schema.app
  comment = "it's \"t\""
  column "a" {
    type    = varchar(20)
    default = "b"
    comment = "back\\slash \"quoted\" it's"
  }
  column "e" {
    type    = enum("it''s", "a")
    default = "it's"
  }
  column "d" {
    type = date
    null = true
  }
  column "b" {
    type    = varchar(9)
    default = ""
  }
  check "c" {
    expr = "a <> 'x\\\\y' and b <> 'a'"
  }
}`;

  it.each([...QUOTING, "ORACLE", "EMPTY_STRING_IS_NULL"])(
    "is made of HCL as it is in the default mode, and is in sync then: %s",
    async (mode) => {
      const plainUrl = await database().fresh();
      const made = await database().fresh();
      const of = (url: string) => ({
        ...{ url, devUrl: inMode(database().devUrl ?? "", mode) },
        desired: { hcl: [{ name: "schema.hcl", text: HCL.replaceAll("app", new URL(url).pathname.slice(1)) }] },
      });
      await applySchema({ ...of(plainUrl), devUrl: database().devUrl });
      const request = of(inMode(made, mode));
      await applySchema(request);
      expect(await rowsOf(made, COLUMNS)).toEqual(await rowsOf(plainUrl, COLUMNS));
      expect((await previewSchema(request)).statements).toEqual([]);
      expect((await previewSchema(of(made))).statements).toEqual([]);
    },
  );

  it("is made of a script in that mode, and changed", async () => {
    const url = inMode(await database().fresh(), "ANSI_QUOTES");
    const devUrl = inMode(database().devUrl ?? "", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES");
    const text = String.raw`create table "t" ("a" varchar(20) default 'a\' comment 'it''s "a"', "b" varchar(20), check ("b" <> "a"))`;
    const request = { url, devUrl, desired: script(text) };
    expect((await applySchema(request)).applied).toHaveLength(1);
    expect(await rowsOf(url, COLUMNS)).toEqual([
      ["a", "varchar(20)", String.raw`'a\\'`, 'it\'s "a"'],
      ["b", "varchar(20)", "NULL", ""],
    ]);
    expect((await previewSchema(request)).statements).toEqual([]);
    const changed = { ...request, desired: script(text.replace("it''s", "it was")) };
    expect((await applySchema(changed)).applied).toHaveLength(1);
    expect((await rowsOf(url, COLUMNS))[0]?.[3]).toBe('it was "a"');
    expect((await previewSchema(changed)).statements).toEqual([]);
  });

  it("cannot be changed beside the dev schema by a name in double quotes", async () => {
    const real = await database().fresh();
    await withSession(database().devUrl ?? "", {}, (admin) => admin.execute("create database if not exists `my-app`"));
    const url = inMode(real, "ANSI_QUOTES");
    const devUrl = inMode(database().devUrl ?? "", "ANSI_QUOTES");
    const work = previewSchema({ url, devUrl, desired: script('create table "my-app"."t" (a int)') });
    await expect(work).rejects.toThrow(/reaches out of the dev database .*, into my-app beside it/);
  });
});

describeOn("mariadb", "files where sql_mode gives quotes and backslashes another meaning", (database) => {
  const withSum = async (files: Record<string, string>) => ({ ...files, "atlas.sum": await computeSum(files) });
  const devIn = async (mode: string) => inMode(await database().fresh(), mode);

  it.each(QUOTING)("are written for it by a plan: %s", async (mode) => {
    const backslash = mode.includes("NO_BACKSLASH_ESCAPES") ? "\\" : "\\\\";
    const text = `create table t (a varchar(20) comment 'it''s "a${backslash}b"')`;
    const { statements } = await planMigration({ files: {}, desired: script(text), devUrl: await devIn(mode) });
    const files = await withSum({ "1.sql": `${statements[0]?.cmd};\n` });
    const url = inMode(await database().fresh(), mode);
    await applyMigrations({ url, files });
    expect((await rowsOf(url, COLUMNS))[0]).toEqual(["a", "varchar(20)", "NULL", String.raw`it's "a\b"`]);
    expect(await planMigration({ files, desired: script(text), devUrl: await devIn(mode) })).toMatchObject({
      statements: [],
    });
  });

  it("are not written in a mode in which types or empty texts are others", async () => {
    const work = planMigration({ files: {}, desired: script("create table t (a int)"), devUrl: await devIn("ORACLE") });
    await expect(work).rejects.toThrow(/is in sql_mode ORACLE, in which planned statements mean something else/);
  });

  it("are analysed in it, and in the mode that a file sets", async () => {
    const files = await withSum({
      "1.sql": 'create table "t" ("a" int, "b" varchar(9) comment \'b\');\n',
      "2.sql":
        "set sql_mode = 'NO_BACKSLASH_ESCAPES';\nalter table t add column `c` int;\nalter table t drop column b;\n",
      "3.sql": 'alter table "t" drop column "a";\n',
    });
    const linted = await lintMigrations({ files, devUrl: await devIn("ANSI_QUOTES"), latest: 3 });
    expect(linted.map(({ file, diagnostics }) => [file.name, diagnostics.map(({ code }) => code)])).toEqual([
      ["1.sql", []],
      ["2.sql", ["DS103"]],
      ["3.sql", ["DS103"]],
    ]);
  });

  it("are split as the server reads them", async () => {
    const text = "create table t (a varchar(20));\ninsert into t values ('a\\');\ninsert into t values ('b; c');\n";
    const files = await withSum({ "1.sql": text });
    const url = inMode(await database().fresh(), "NO_BACKSLASH_ESCAPES");
    const { applied } = await applyMigrations({ url, files });
    expect(applied[0]?.statements).toHaveLength(3);
    expect(await rowsOf(url, "select a from t")).toEqual([["a\\"], ["b; c"]]);
  });

  it.each([
    { mode: "STRICT_TRANS_TABLES", set: "set session sql_mode = 'NO_BACKSLASH_ESCAPES'" },
    { mode: "NO_BACKSLASH_ESCAPES", set: "/*!40101 SET @OLD=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */" },
  ])("are refused that are split otherwise in the mode they set: $set in $mode", async ({ mode, set }) => {
    const head = `${set};\ncreate table t (a varchar(20) default 'a\\\\b');\n`;
    const clear = await withSum({ "1.sql": head });
    await applyMigrations({ url: inMode(await database().fresh(), mode), files: clear });
    const files = await withSum({ "1.sql": `${head}insert into t values ('a\\'), (';');\n` });
    const url = inMode(await database().fresh(), mode);
    await expect(applyMigrations({ url, files })).rejects.toThrow(/^1\.sql:3:\d+: .*the file sets sql_mode, and where/);
    expect(await rowsOf(url, "show tables")).toEqual([]);
  });
});

describeOn("mariadb", "a server that cuts what does not fit", (database) => {
  it.each([
    { from: "varchar(20)", to: "varchar(4)", value: "'longer'" },
    { from: "enum('a','b')", to: "enum('a')", value: "'b'" },
    { from: "int", to: "tinyint", value: "1000" },
    { from: "text", to: "tinytext", value: "repeat('x', 300)" },
    { from: "varchar(9) charset utf8mb4", to: "varchar(9) charset latin1", value: "'\u{1F600}'" },
  ])("refuses to for a plan, of $from to $to", async ({ from, to, value }) => {
    const url = inMode(await database().fresh(), "");
    const desired = (type: string) => script(`create table t (id int primary key, c ${type} null);`);
    const devUrl = database().devUrl;
    await applySchema({ url, devUrl, desired: desired(from) });
    const row = () => rowsOf(url, "select id, md5(c) from t");
    await withSession(url, {}, (session) => session.execute(`insert into t values (1, ${value})`));
    const before = await row();
    await expect(applySchema({ url, devUrl, desired: desired(to) })).rejects.toThrow(/ALTER TABLE/);
    expect(await row()).toEqual(before);
  });
});

describeOn("mariadb", "a session that ran a plan", (database) => {
  it.each(["", "STRICT_TRANS_TABLES,NO_ZERO_DATE"])("is in its own mode again: %j", async (mode) => {
    await withSession(inMode(await database().fresh(), mode), {}, async (session) => {
      const modeNow = async () => (await session.query("select @@sql_mode")).rows[0]?.[0];
      const statements = ["create table t (id int, m text default (@@sql_mode))", "insert into t (id) values (1)"];
      await runSegments(session, [{ statements, transaction: false }]);
      expect(await modeNow()).toBe(mode);
      expect((await session.query("select m from t")).rows[0]?.[0]).toContain("STRICT_ALL_TABLES");
    });
  });
});
