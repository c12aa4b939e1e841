import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, KINDS, type Kind, rowsOf, script } from "../databases";

/** What the library reads or writes as something else: made as it is declared, in SQL and in the document that is printed of it. */
interface Case {
  on: Kind;
  what: string;
  /** Makes the schema, both for the database and as what is wanted. */
  text: string;
  /** A later state. SQLite makes the table anew for it. */
  later?: string;
  /** Tells how the server has it: the same where `text` was run, applied, applied as HCL, and changed to `later`. */
  ask: string;
  is: string;
}

const CASES: Case[] = [
  {
    on: "sqlite",
    what: "collations of an index, over a rebuild",
    text: "create table t (a text, b int); create index i on t (a collate nocase desc, b)",
    later: "create table t (a text, b real); create index i on t (a collate nocase desc, b)",
    ask: `select group_concat(upper(coll) || "desc") from pragma_index_xinfo('i') where key = 1`,
    is: "NOCASE1,BINARY0",
  },
  {
    on: "sqlite",
    what: "collations and expressions with comments, in a table whose name needs quotes",
    text: "create table `a (b` (a text, `x, y` int); create index i on `a (b` (lower(a), /* a, ( */ `x, y` collate rtrim -- )\n)",
    later: "create table `a (b` (a text, `x, y` real); create index i on `a (b` (lower(a), `x, y` collate rtrim)",
    ask: `select group_concat(coalesce(name, 'expression') || upper(coll), ';') from pragma_index_xinfo('i') where key = 1`,
    is: "expressionBINARY;x, yRTRIM",
  },
  {
    on: "sqlite",
    what: "bytes, numbers and truth in columns of other types",
    text: "create table t (a blob default x'00ff', b text default 1.50, c blob default 5, d text default true, e int)",
    later:
      "create table t (a blob default x'00ff', b text default 1.50, c blob default 5, d text default true, e real)",
    ask: "insert into t (e) values (1) returning typeof(a) || hex(a) || typeof(b) || b || typeof(c) || c || typeof(d) || d",
    is: "blob00FFtext1.5integer5text1",
  },
  {
    on: "sqlite",
    what: "numbers however they are spelled",
    text: "create table t (a real default 1.50, b real default +1.5, c int default 0x10, d real default 3.14159265358979, e int)",
    later:
      "create table t (a real default 1.50, b real default +1.5, c int default 0x10, d real default 3.14159265358979, e real)",
    ask: "insert into t (e) values (1) returning a || ' ' || b || ' ' || c || ' ' || d",
    is: "1.5 1.5 16 3.14159265358979",
  },
  {
    on: "postgres",
    what: "collations of an index",
    text: `create table t (a text, b text); create index i on t (a collate "C" desc, lower(b) collate "POSIX", b)`,
    ask: "select pg_get_indexdef('i'::regclass)",
    is: `CREATE INDEX i ON public.t USING btree (a COLLATE "C" DESC, lower(b) COLLATE "POSIX", b)`,
  },
  {
    on: "postgres",
    what: "numbers that are rounded to hundreds",
    text: "create table t (a numeric(3,-2), b numeric(3,5), c numeric(3,-2)[])",
    later: "create table t (a numeric(3,-2), b numeric(3,5), c numeric(3,-2)[], d int)",
    ask: "select string_agg(format_type(atttypid, atttypmod), ';' order by attnum) from pg_attribute where attrelid = 't'::regclass and attnum between 1 and 3",
    is: "numeric(3,-2);numeric(3,5);numeric(3,-2)[]",
  },
  {
    on: "postgres",
    what: "arrays of an enum whose name has capitals",
    text: `create type "Mood" as enum ('a', 'b'); create table t (a "Mood"[] default '{a}')`,
    ask: "select data_type || udt_name from information_schema.columns where table_name = 't'",
    is: "ARRAY_Mood",
  },
  {
    on: "postgres",
    what: "default numbers of many digits",
    text: "create table t (a float8 default 3.14159265358979, b numeric(30,10) default -12345678901234567.891, c numeric(5,2) default 1.50)",
    ask: "insert into t default values returning a || ' ' || b || ' ' || c",
    is: "3.14159265358979 -12345678901234567.8910000000 1.50",
  },
  {
    on: "postgres",
    what: "numbers as defaults of types that are no numbers to the library",
    text: "create table t (a money default 1.50, b oid default 5)",
    ask: "insert into t default values returning a::numeric || ' ' || b",
    is: "1.50 5",
  },
  {
    on: "postgres",
    what: "the other spelling of a storage parameter of BRIN",
    text: "create table t (a int); create index i on t using brin (a) with (pages_per_range = 32, autosummarize = off)",
    ask: "select array_to_string(array(select unnest(reloptions) except select 'autosummarize=off'), ';') from pg_class where relname = 'i'",
    is: "pages_per_range=32",
  },
  {
    on: "mariadb",
    what: "texts that are written with escapes",
    text: `create table t (id int primary key, a binary(4) default '\\0\\0a', b varchar(20) default 'a\\\\b\\n''q"')`,
    ask: "select concat(hex(default(t.a)), ' ', hex(default(t.b))) from (select 1) one left join t on false",
    is: "00006100 615C620A277122",
  },
  {
    on: "mariadb",
    what: "default numbers of many digits",
    text: "create table t (id int primary key, a double default 3.14159265358979, b decimal(30,10) default 12345678901234567.891)",
    ask: "select concat(default(t.a), ' ', default(t.b)) from (select 1) one left join t on false",
    is: "3.14159265358979 12345678901234567.8910000000",
  },
];

for (const kind of KINDS) {
  describeOn(kind, "what is declared", (database) => {
    it.each(CASES.filter(({ on }) => on === kind))("is made, and kept: $what", async ({ text, later, ask, is }) => {
      const fresh = () => database().fresh();
      const { devUrl } = database();
      const sqlOf = (sql: string) => ({ sql: [{ name: "schema.sql", text: `${sql};` }] });
      const answer = async (url: string) => (await rowsOf(url, ask))[0]?.[0];
      const plan = async (url: string, desired: object) =>
        (await previewSchema({ url, devUrl, desired })).statements.map(({ cmd }) => cmd);

      const [run, applied] = [await fresh(), await fresh()];
      await script(run, ...(kind === "mariadb" ? [text] : text.split(/;(?= create)/)));
      await applySchema({ url: applied, devUrl, desired: sqlOf(text) });
      const { hcl = "" } = await withSession(applied, {}, (session) =>
        engine.inspect({ from: { session }, formats: ["hcl"] }),
      );
      const document = { hcl: [{ name: "schema.hcl", text: hcl }] };
      expect([await plan(run, sqlOf(text)), await plan(applied, document)]).toEqual([[], []]);
      expect([await answer(run), await answer(applied)]).toEqual([is, is]);

      if (kind === "mariadb") await script(applied, "drop table t");
      const again = kind === "mariadb" ? applied : await fresh();
      await applySchema({ url: again, devUrl, desired: document });
      expect([await answer(again), await plan(again, document)]).toEqual([is, []]);

      if (later === undefined) return;
      await applySchema({ url: applied, devUrl, desired: sqlOf(later) });
      expect([await answer(applied), await plan(applied, sqlOf(later))]).toEqual([is, []]);
    });
  });
}
