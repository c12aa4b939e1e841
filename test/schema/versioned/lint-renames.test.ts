import { expect, it } from "vitest";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { lintMigrations } from "../../../provider/schema/versioned/lint";
import { describeOn, KINDS, type Kind } from "../databases";

interface Case {
  text: string;
  found: string[];
  /** What is there before. Default: a table with a generated column, a check, an index and a key of its own. */
  first?: string;
  only?: readonly Kind[];
  because: string;
}

const TABLES =
  "create table p (id int primary key); create table t (a int, b int generated always as (a + 1) stored, d int references p (id), check (a > 0)); create unique index i on t (a, d);";

const CASES: Case[] = [
  {
    text: "alter table t rename column a to c;",
    found: ['BC102 Renaming column "a" to "c"'],
    because: "no value is lost, beside a generated column, a check and an index either",
  },
  {
    text: '/* rename a */ ALTER TABLE "t"\n  RENAME a -- to\n TO "C x";',
    found: ['BC102 Renaming column "a" to "C x"'],
    only: ["postgres", "sqlite"],
    because: "the word COLUMN may be left out, names quoted, and comments written",
  },
  {
    text: "alter table t change column `a` c bigint not null, rename column d to e, add column f int, drop foreign key t_ibfk_1;",
    found: [
      'BC102 Renaming column "a" to "c"',
      'BC102 Renaming column "d" to "e"',
      'CD101 Dropping foreign-key constraint "t_ibfk_1"',
      'MF104 Modifying nullable column "c" to non-nullable',
    ],
    only: ["mariadb"],
    because: "what else is done to the column and beside it is told as well",
  },
  {
    text: "alter table t rename column a to c, drop column d, drop index i, drop foreign key t_ibfk_1;",
    found: ['BC102 Renaming column "a" to "c"', 'DS103 Dropping non-virtual column "d"'],
    only: ["mariadb"],
    because: "what is dropped beside it is lost",
  },
  {
    text: "alter table t rename column a to c; alter table t drop column b; alter table t rename column c to e;",
    found: [
      'BC102 Renaming column "a" to "c"',
      'DS103 Dropping non-virtual column "b"',
      'BC102 Renaming column "c" to "e"',
    ],
    because: "one can be renamed twice",
  },
  {
    first: "create table t (a int, b int);",
    text: "alter table t rename column a to c; alter table t drop column c;",
    found: ['BC102 Renaming column "a" to "c"', 'DS103 Dropping non-virtual column "c"'],
    because: "a new name does not make a column new",
  },
  {
    text: "create table u (a int, b int); alter table u rename column a to c; alter table u rename to v; alter table v drop column c; drop table v;",
    found: [],
    because: "what the file made itself holds nothing yet",
  },
  {
    text: "alter table t rename to u;",
    found: ['BC101 Renaming table "t" to "u"'],
    because: "no row is lost",
  },
  {
    text: "rename table t to u, p to q;",
    found: ['BC101 Renaming table "t" to "u"', 'BC101 Renaming table "p" to "q"'],
    only: ["mariadb"],
    because: "no row is lost",
  },
  {
    first: "create table t (a int, b text);",
    text: "do $$ begin alter table t drop a; alter table t add c int default length('alter table t rename a to c'); end $$;",
    found: ['DS103 Dropping non-virtual column "a"'],
    only: ["postgres"],
    because: "a block can do anything",
  },
  {
    first: "create table t (a int, b int);",
    text: "alter table t drop column a, add column c int comment ', rename column a to c';",
    found: ['DS103 Dropping non-virtual column "a"'],
    only: ["mariadb"],
    because: "a text is no command",
  },
];

for (const kind of KINDS) {
  describeOn(kind, "linting a migration that renames", (database) => {
    const cases = CASES.filter(({ only = KINDS }) => only.includes(kind));
    it.each(cases)("tells what becomes of the data: $text, since $because", async ({ first = TABLES, text, found }) => {
      const files = { "1.sql": first, "2.sql": text };
      const directory = { ...files, "atlas.sum": await computeSum(files) };
      const devUrl = kind === "sqlite" ? "sqlite://dev?mode=memory" : await database().fresh();
      const [linted] = await lintMigrations({ files: directory, devUrl, latest: 1 });
      const told = linted?.diagnostics.map((one) => `${one.code} ${one.text}`) ?? [];
      const known = (one: string) => found.find((begin) => one.startsWith(begin)) ?? one;
      expect(told.map(known).sort()).toEqual(found.toSorted());
    });
  });
}
