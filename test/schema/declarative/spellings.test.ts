import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import type { DesiredSchema } from "../../../provider/schema/declarative/desired";
import { planSchema } from "../../../provider/schema/declarative/plan";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { runCommand } from "../../../tools/schema/golden/run-command";
import { describeOn, rowsOf, script } from "../databases";

/** Tables whose expressions PostgreSQL spells in one way, and in another once it has read that. */
const TABLES = [
  // IN of a text with a size, and NOT IN.
  "create table sizes (a varchar(9) check (a in ('x', 'y')), b varchar(9) constraint b check (b not in ('x', 'y')))",
  "create table numbers (n numeric check (n between 1 and 2 and n > 0), i int check (i = -1::int))",
  "create table conditions (a varchar(9))",
  "create index condition on conditions (a) where a in ('x', 'y')",
  `create index parts on conditions ((a in ('x', 'y')), a collate "C", lower(a)) where a not in ('x', 'y')`,
  "create table generating (a varchar(9), b boolean generated always as (a in ('x', 'y')) stored)",
  "create table parting (a varchar(9), n int) partition by range (n, (a in ('x', 'y')))",
  `create type "Mood" as enum ('sad', 'ok')`,
  `create table "Some Names" (m "Mood", "a b" varchar(9), l "Mood"[],
    constraint "A c" check ("a b" in ('x', 'y') and m = 'ok' or l[1] = 'ok'))`,
];
const SCHEMA = `${TABLES.join(";\n")};`;

/** What HCL has no words for. The domain and the function are not managed: they have to be there. */
const BEFORE = `create domain d as varchar(9);
  create function f(v varchar) returns boolean language sql immutable as 'select true';`;
const SQL_ONLY = `create table t (a d check (a in ('x', 'y') and f(a)), n int,
  constraint one exclude using btree (n with =) where (a in ('x', 'y')));`;

const TODAY = new Date().toISOString().slice(0, 10);

/** Two defaults of a column, and what is set where the second is wanted instead of the first. */
const DEFAULTS: { type: string; are: [string, string]; set?: string; because: string }[] = [
  { type: "int[]", are: ["array[1]", "'{1}'"], because: "they are equal" },
  { type: "text", are: ["lower('X')", "'x'"], because: "they are equal" },
  { type: "timestamptz", are: ["now()", "current_timestamp"], because: "they always are equal" },
  { type: "timestamp", are: ["now()::timestamp", "current_timestamp::timestamp"], because: "a part of them is" },
  { type: "text", are: ["current_role || 'user'", "user || 'user'"], because: "they always are equal" },
  {
    ...{
      type: "timestamp",
      are: ["localtimestamp", "(now() at time zone 'utc')"],
      set: "(now() AT TIME ZONE 'utc'::text)",
    },
    because: "they are equal where the time zone is UTC only",
  },
  {
    ...{ type: "timestamp", are: ["now()", "(now() at time zone 'utc')"], set: "(now() AT TIME ZONE 'utc'::text)" },
    because: "they are equal where the time zone is UTC only",
  },
  {
    type: "text",
    are: ["current_user", "session_user"],
    set: "SESSION_USER",
    because: "they are equal without SET ROLE only",
  },
  {
    ...{ type: "timestamptz", are: ["now()", "statement_timestamp()"], set: "statement_timestamp()" },
    because: "they are equal in a transaction of one statement only",
  },
  { type: "date", are: ["current_date", `'${TODAY}'`], set: `'${TODAY}'`, because: "they are equal today only" },
  {
    ...{ type: "int", are: ["0", "nextval('s')"], set: "nextval('s'::regclass)" },
    because: "a number that is taken to compare it is gone",
  },
  {
    ...{ type: "json", are: ["json_build_object('a', -1::int)", "json_build_object()"], set: "json_build_object()" },
    because: "JSON has no equality",
  },
  {
    ...{ type: "text", are: ["current_setting('a.b', true)", "current_setting('a.c', true)"] },
    ...{ set: "current_setting('a.c'::text, true)", because: "they are two settings" },
  },
];

const sqlOf = (text: string): DesiredSchema => ({ sql: [{ name: "schema.sql", text }] });
const hclOf = (text: string): DesiredSchema => ({ hcl: [{ name: "schema.hcl", text }] });

const documentOf = (url: string) =>
  withSession(url, {}, async (session) => (await engine.inspect({ from: { session }, formats: ["hcl"] })).hcl ?? "");

describeOn("postgres", "expressions that the server spells in several ways", (database) => {
  const plan = async (url: string, desired: DesiredSchema, devUrl?: string) =>
    (await previewSchema({ url, devUrl, desired })).statements.map(({ cmd }) => cmd);
  const between = (from: string, to: string) =>
    withSession(from, {}, (target) =>
      withSession(to, {}, async (session) =>
        (await planSchema(target, { desired: { session } })).statements.map(({ cmd }) => cmd),
      ),
    );
  const made = async (desired: DesiredSchema) => {
    const url = await database().fresh();
    await applySchema({ url, desired });
    return url;
  };
  const run = async (text: string) => {
    const url = await database().fresh();
    await script(url, text);
    return url;
  };

  it("are in sync, made by the script, applied as SQL and applied as HCL", async () => {
    const [byScript, asSql] = [await run(SCHEMA), await made(sqlOf(SCHEMA))];
    const document = hclOf(await documentOf(byScript));
    const asHcl = await made(document);
    for (const url of [byScript, asSql, asHcl]) {
      for (const desired of [sqlOf(SCHEMA), document]) expect(await plan(url, desired)).toEqual([]);
    }
    expect(await between(byScript, asHcl)).toEqual([]);
    expect(await between(asHcl, byScript)).toEqual([]);
  });

  it("are in sync by way of a dev database, which is left empty, and of migrations", async () => {
    const [url, dev] = [await made(sqlOf(SCHEMA)), await database().fresh()];
    const document = hclOf(await documentOf(url));
    for (const desired of [sqlOf(SCHEMA), document]) expect(await plan(url, desired, dev)).toEqual([]);
    expect(await rowsOf(dev, "select count(*) from pg_class where relnamespace = 'public'::regnamespace")).toEqual([
      ["0"],
    ]);
    const files = { "1.sql": SCHEMA, "2.sql": "alter table sizes alter a type varchar(20)" };
    const wanted = SCHEMA.replace("sizes (a varchar(9)", "sizes (a varchar(20)");
    const directory = { ...files, "atlas.sum": await computeSum(files) };
    expect(await planMigration({ files: directory, desired: sqlOf(wanted), devUrl: dev })).toMatchObject({
      statements: [],
    });
  });

  it("are in sync in several schemas, and on the command line", async () => {
    const text = `create schema app; create type app."Mood" as enum ('sad', 'ok');
      create table app.t (m app."Mood", a varchar(9), check (a in ('x', 'y') and m = 'ok'));
      create table public.t (a varchar(9) check (a in ('x', 'y')));`;
    const [url, applied] = [await database().freshRealm(), await database().freshRealm()];
    await script(url, text);
    await applySchema({ url: applied, desired: sqlOf(text) });
    expect(await between(url, applied)).toEqual([]);
    const document = hclOf(await documentOf(url));
    for (const desired of [sqlOf(text), document]) expect(await plan(applied, desired)).toEqual([]);
    const directory = await mkdtemp(path.join(tmpdir(), "atlas-iac-spellings-"));
    try {
      await writeFile(path.join(directory, "schema.sql"), text);
      const sides = [`file://${directory}/schema.sql`, url, applied];
      for (const [from = "", to = ""] of [sides.slice(0, 2), sides.slice(1), [sides[2], sides[0]]]) {
        const { out } = await runCommand("schema", "diff", "--from", from, "--to", to);
        expect(out).toBe("Schemas are synced, no changes to be made.\n");
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("are in sync with functions, domains and rows of the script, and spelled as they are where those are not known", async () => {
    const url = await run(BEFORE);
    const desired = sqlOf(`${BEFORE} ${SQL_ONLY} insert into t values ('x');`);
    await applySchema({ url, desired });
    expect(await plan(url, desired)).toEqual([]);
    const byScript = await run(`${BEFORE} ${SQL_ONLY}`);
    expect(await between(url, byScript)).toEqual([expect.stringContaining('DROP CONSTRAINT "t_a_check"')]);
  });

  it("are not in sync where they mean something else", async () => {
    const url = await run(SCHEMA);
    // What a key or a column is worked out from cannot be changed.
    const other = SCHEMA.replace(/create table (?:generating|parting) [^;]*;/g, "")
      .replaceAll("in ('x', 'y')", "in ('x', 'z')")
      .replace("= -1::int", "= -1::bigint");
    const { changes } = await previewSchema({ url, desired: sqlOf(other) });
    expect(changes.filter(({ kind }) => !kind.endsWith("_table")).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "modify_check A c",
      "modify_index condition",
      "modify_index parts",
      "modify_check numbers_i_check",
      "modify_check b",
      "modify_check sizes_a_check",
    ]);
    await expect(
      plan(url, sqlOf(SCHEMA.replace("generated always as (a in", "generated always as (a not in"))),
    ).rejects.toThrow('changing the generation expression for a column "b" is not supported');
  });

  it("as defaults are changed where they come to something else, now or at another time", async () => {
    const tables = (side: 0 | 1) =>
      `create sequence s; ${DEFAULTS.map((each, i) => `create table t${10 + i} (a ${each.type} default ${each.are[side]});`).join(" ")}`;
    const url = await run(tables(0));
    expect(await plan(url, sqlOf(tables(0)))).toEqual([]);
    expect(await plan(url, sqlOf(tables(1)))).toEqual(
      DEFAULTS.flatMap(({ set }, i) => (set ? [`ALTER TABLE "t${10 + i}" ALTER COLUMN "a" SET DEFAULT ${set}`] : [])),
    );
  });
});
