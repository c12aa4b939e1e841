import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, type Kind, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

/** Texts that stand in quotes of their own, or hold what begins an escape or a template. */
const POSTGRES = String.raw`
  create type e as enum ('a', 'it''s', 'a\b', 'E''m''', '''q''', '"q"', 'x'',''y', '%{ if y }', '${"$"}{x}');
  create table t (
    a e default 'E''m''', b e default '''q''', c e[] default array['a\b', '${"$"}{x}']::e[],
    d text default '''q''', e text default '"q"', f text default (upper('%{ if y }${"$"}{x}'))
  );
  comment on table t is '''tis''';
  comment on column t.a is '''q''';
  comment on column t.b is '"q"';
  create index i on t (d);
  comment on index i is '''i''';`;

const MARIADB = String.raw`
  create table t (
    a enum ('a', 'it''s', 'a\\b', '''q''', '"q"', 'x'',''y', 'a,b', '%{ if y }', '${"$"}{x}', 'new\nline') default 'it''s' comment '''q''',
    b set ('it''s', '"q"') default '"q"' comment 'no${"\u00a0"}break',
    c varchar(30) default '''q''',
    d varchar(30) default '%{ if y }' comment 'back\\slash',
    index i (c) comment '"i"'
  ) comment = '''tis''';`;

const CASES: { kind: Kind; there: string; text: string; values: string; expected: string[] }[] = [
  {
    kind: "postgres",
    there: "create type e as enum ('a'); create table t (a e);",
    text: POSTGRES,
    values: "select enumlabel from pg_enum order by enumsortorder",
    expected: ["a", "it's", "a\\b", "E'm'", "'q'", '"q"', "x','y", "%{ if y }", "${x}"],
  },
  {
    kind: "mariadb",
    there: "create table t (a enum ('a'))",
    text: MARIADB,
    values: "select a from t order by a + 0",
    expected: ["a", "it's", "a\\b", "'q'", '"q"', "x','y", "a,b", "%{ if y }", "${x}", "new\nline"],
  },
];

for (const { kind, there, text, values, expected } of CASES) {
  describeOn(kind, "texts with quotes in them", (database) => {
    const devUrl = () => database().devUrl;

    it("are what they are, made and changed, from SQL and HCL, and printed as either", async () => {
      const [url, changed] = [await database().fresh(), await database().fresh()];
      await applySchema({ url, devUrl: devUrl(), desired: sqlOf(text) });
      await script(changed, there);
      await applySchema({ url: changed, devUrl: devUrl(), desired: sqlOf(text) });
      for (const made of [url, changed]) {
        if (kind === "mariadb") {
          await script(made, ...expected.map((_, i) => `insert into t (a) values (${i + 1})`));
        }
        expect((await rowsOf(made, values)).map(([value]) => value)).toEqual(expected);
        expect((await previewSchema({ url: made, devUrl: devUrl(), desired: sqlOf(text) })).statements).toEqual([]);
      }
      const printed = await withSession(url, {}, (session) =>
        engine.inspect({ from: { session }, formats: ["hcl", "sql"] }),
      );
      const hcl = { hcl: [{ name: "schema.hcl", text: printed.hcl ?? "" }] };
      for (const desired of [sqlOf(printed.sql ?? ""), hcl]) {
        expect((await previewSchema({ url, devUrl: devUrl(), desired })).statements).toEqual([]);
        await script(url, "drop table t", ...(kind === "postgres" ? ["drop type e"] : []));
        await applySchema({ url, devUrl: devUrl(), desired });
        expect((await previewSchema({ url, devUrl: devUrl(), desired: sqlOf(text) })).statements).toEqual([]);
      }
    });
  });
}

describeOn("mariadb", "values of enums in HCL", (database) => {
  it("may hold a quote that stands alone, which the official command line refuses", async () => {
    const url = await database().fresh();
    const name = new URL(url).pathname.slice(1);
    const text = `schema "${name}" {}\ntable "t" {\n  schema = schema.${name}\n  column "a" {\n    type = enum("it's", "it''s too", "c:\\\\")\n  }\n}`;
    const request = { url, devUrl: database().devUrl, desired: { hcl: [{ name: "schema.hcl", text }] } };
    await applySchema(request);
    await script(url, ...[1, 2, 3].map((i) => `insert into t (a) values (${i})`));
    expect(await rowsOf(url, "select a from t order by a + 0")).toEqual([["it's"], ["it's too"], ["c:\\"]]);
    expect((await previewSchema(request)).statements).toEqual([]);
  });
});
