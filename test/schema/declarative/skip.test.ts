import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import type { Skippable, TableModel } from "../../../provider/schema/engine/protocol";
import { describeOn, KINDS, script } from "../databases";

interface Case {
  skip: Skippable;
  because: string;
  there: string[];
  wanted: string;
  /** Each table in a line: its columns, indexes and foreign keys. */
  left: string[];
}

const u = "create table u (id int primary key, x int not null)";
const t = "create table t (a int, b int)";
const indexed = [t, "create index i on t (b)"];
const keyed = [
  u,
  "create table t (a int, b int, constraint f foreign key (b) references u (id))",
  "create index f on t (b)",
];
const CASES: Case[] = [
  {
    skip: "drop_index",
    because: "it would go with its column",
    there: indexed,
    wanted: "create table t (a int)",
    left: ["t(a, b) i(b)"],
  },
  {
    skip: "modify_index",
    because: "it would go with one of its columns",
    there: [t, "create index i on t (a, b)"],
    wanted: "create table t (a int); create index i on t (a)",
    left: ["t(a, b) i(a, b)"],
  },
  {
    skip: "drop_foreign_key",
    because: "it would go with its column",
    there: keyed,
    wanted: `${u}; create table t (a int)`,
    left: ["t(a, b) f(b) to u(id)", "u(id, x)"],
  },
  {
    skip: "drop_foreign_key",
    because: "it would go with the table that it refers to",
    there: keyed,
    wanted: "create table t (a int, b int); create index f on t (b)",
    left: ["t(a, b) f(b) to u(id)", "u(id, x)"],
  },
  {
    skip: "drop_foreign_key",
    because: "its columns and those that it refers to would lose their indexes",
    there: [
      "create table u (id int primary key, x int, constraint ux unique (x))",
      "create table t (a int, constraint f foreign key (a) references u (x))",
    ],
    wanted: "create table u (id int primary key, x int); create table t (a int not null)",
    left: ["t(a) f(a) to u(x)", "u(id, x)"],
  },
  {
    skip: "modify_foreign_key",
    because: "what it refers to would go",
    there: keyed,
    wanted:
      "create table v (id int primary key); create table t (a int, b int, constraint f foreign key (b) references v (id)); create index f on t (b)",
    left: ["t(a, b) f(b) to u(id)", "u(id, x)", "v(id)"],
  },
  {
    skip: "add_column",
    because: "indexes, keys and checks need it",
    there: [u, "create table t (a int)"],
    wanted: `${u}; create table t (a int, b int, constraint f foreign key (b) references u (id), constraint c check (b > 0)); create index f on t (b)`,
    left: ["t(a)", "u(id, x)"],
  },
  {
    skip: "add_column",
    because: "an index that is there would have it too",
    there: ["create table t (a int)", "create index i on t (a)"],
    wanted: `${t}; create index i on t (a, b)`,
    left: ["t(a) i(a)"],
  },
  {
    skip: "add_column",
    because: "a key of a new table refers to it",
    there: ["create table u (id int primary key)"],
    wanted:
      "create table u (id int primary key, x int, unique (x)); create table t (a int, constraint f foreign key (a) references u (x))",
    left: ["t(a)", "u(id)"],
  },
  {
    skip: "add_table",
    because: "a key of another table refers to it",
    there: [t],
    wanted: `${u}; create table t (a int not null, b int, constraint f foreign key (b) references u (id)); create index f on t (b)`,
    left: ["t(a, b)"],
  },
  {
    skip: "drop_table",
    because: "it refers to a column that would go",
    there: [
      "create table u (id int primary key, x int, unique (x))",
      "create table t (a int, constraint f foreign key (a) references u (x))",
      "create index f on t (a)",
    ],
    wanted: "create table u (id int primary key); create table w (a int)",
    left: ["t(a) f(a) to u(x)", "u(id, x)", "w(a)"],
  },
  {
    skip: "modify_table",
    because: "a new one refers to a column that it does not get",
    there: ["create table u (id int primary key)"],
    wanted:
      "create table u (id int primary key, x int, unique (x)); create table t (a int, constraint f foreign key (a) references u (x))",
    left: ["t(a)", "u(id)"],
  },
  {
    skip: "drop_column",
    because: "other parts of its table change",
    there: indexed,
    wanted: "create table t (a int not null)",
    left: ["t(a, b)"],
  },
  {
    skip: "modify_column",
    because: "it would be of another type",
    there: indexed,
    wanted: "create table t (a int, b varchar(20), c int); create index i on t (b)",
    left: ["t(a, b, c) i(b)"],
  },
  {
    skip: "add_index",
    because: "its column is made",
    there: ["create table t (a int)"],
    wanted: indexed.join("; "),
    left: ["t(a, b)"],
  },
  {
    skip: "add_index",
    because: "a new key refers to its columns",
    there: ["create table u (id int primary key, x int not null)", "create table t (a int)"],
    wanted:
      "create table u (id int primary key, x int not null, constraint ux unique (x)); create table t (a int, constraint f foreign key (a) references u (x)); create table v (b int, constraint g foreign key (b) references u (x), constraint h foreign key (b) references u (id))",
    left: ["t(a)", "u(id, x)", "v(b) h(b) to u(id)"],
  },
  {
    skip: "add_index",
    because: "it would take the place of one that a key refers to",
    there: [
      "create table u (id int primary key, x int not null, constraint ux unique (x))",
      "create table t (a int, constraint f foreign key (a) references u (x))",
    ],
    wanted:
      "create table u (id int primary key, x int not null, constraint uy unique (x)); create table t (a int, constraint f foreign key (a) references u (x))",
    left: ["t(a) f(a) to u(x)", "u(id, x)"],
  },
  {
    skip: "modify_index",
    because: "a new key refers to its columns",
    there: [
      "create table u (id int primary key, x int not null)",
      "create unique index i on u (id, x)",
      "create table t (a int)",
    ],
    wanted:
      "create table u (id int primary key, x int not null); create unique index i on u (x); create table t (a int, constraint f foreign key (a) references u (x))",
    left: ["t(a)", "u(id, x) i(id, x)"],
  },
  {
    skip: "add_foreign_key",
    because: "its table is made",
    there: [t],
    wanted: `${u}; create table t (a int, b int, constraint f foreign key (b) references u (id)); create index f on t (b)`,
    left: ["t(a, b)", "u(id, x)"],
  },
];

function lineOf({ name, columns = [], indexes = [], foreign_keys = [] }: TableModel): string {
  const list = (names: readonly (string | undefined)[] = []) => `(${names.join(", ")})`;
  return [
    `${name}${list(columns.map((column) => column.name))}`,
    // Those of constraints are called otherwise by each database, and MySQL makes some for keys by itself.
    ...indexes
      .filter((index) => index.name === "i")
      .map((index) => `${index.name}${list(index.parts?.map(({ column }) => column))}`),
    ...foreign_keys.map(
      (key) => `${key.name}${list(key.columns)} to ${key.references.table}${list(key.references.columns)}`,
    ),
  ].join(" ");
}

async function leftIn(url: string): Promise<string[]> {
  const { model } = await withSession(url, {}, (session) => engine.inspect({ from: { session }, formats: ["model"] }));
  return (model?.schemas ?? []).flatMap(({ tables = [] }) => tables.map(lineOf)).sort();
}

async function staysOut(
  url: string,
  devUrl: string | undefined,
  { skip, wanted, left }: Pick<Case, "skip" | "wanted" | "left">,
): Promise<void> {
  const desired = { sql: [{ name: "schema.sql", text: `${wanted};` }] };
  const request = { url, devUrl, desired, policy: { diff: { skip: [skip] } } };
  await applySchema(request);
  expect(await leftIn(url)).toEqual(left);
  expect((await previewSchema(request)).statements).toEqual([]);
}

for (const kind of KINDS) {
  describeOn(kind, "a kind of change that is skipped", (database) => {
    it.each(CASES)("$skip stays out where $because", async ({ skip, there, wanted, left }) => {
      const url = await database().fresh();
      await script(url, ...there);
      await staysOut(url, database().devUrl, { skip, wanted, left });
    });
  });
}

describeOn("postgres", "a change of a schema that is skipped", (database) => {
  const app = "create schema app; create table app.u (id int primary key)";
  const key = "create table public.t (a int, constraint f foreign key (a) references app.u (id))";
  it.each<Case>([
    {
      skip: "add_schema",
      because: "a key of another schema's table refers to it",
      there: [],
      wanted: `${app}; ${key}`,
      left: ["t(a)"],
    },
    {
      skip: "drop_schema",
      because: "nothing in it is wanted",
      there: [app],
      wanted: "create table public.t (a int)",
      left: ["t(a)", "u(id)"],
    },
    {
      skip: "modify_schema",
      because: "its comment differs",
      there: [app],
      wanted: `${app}; comment on schema app is 'x'`,
      left: ["u(id)"],
    },
    {
      skip: "drop_table",
      because: "it has columns of an enum that is not wanted",
      there: ["create type e as enum ('x')", "create table v (a e, b e[])"],
      wanted: "create table public.t (a int)",
      left: ["t(a)", "v(a, b)"],
    },
    {
      skip: "drop_index",
      because: "its expression has a column that would go",
      there: ["create table t (a int, b text)", "create index i on t (lower(b))"],
      wanted: "create table public.t (a int)",
      left: ["t(a, b) i()"],
    },
  ])("$skip stays out where $because", async ({ skip, there, wanted, left }) => {
    const url = await database().freshRealm();
    await script(url, ...there);
    await staysOut(url, undefined, { skip, wanted, left });
  });
});
