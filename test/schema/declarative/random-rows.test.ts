import fc from "fast-check";
import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const named = (...names: string[]) => fc.constantFrom(...names.flatMap((name) => [name, name.toUpperCase()]));
const column = fc.record({
  name: named("a", "b", "it's", "order"),
  type: fc.constantFrom("integer", "text", "real", "blob", "numeric"),
  rest: fc.constantFrom("", "", " not null default 1", " default 'x'", " unique", " references p", " default (1 + 1)"),
});
const table = fc.record({
  name: named("t", "o'k", "select"),
  columns: fc.uniqueArray(column, { selector: ({ name }) => name.toLowerCase(), minLength: 1, maxLength: 4 }),
  key: fc.constantFrom("", "id integer primary key", "id integer primary key autoincrement"),
  generated: fc.constantFrom("", "g int as (1 + 1)", "g text generated always as ('a,)') stored"),
  index: fc.constantFrom("", "create index", "create unique index"),
  trigger: fc.boolean(),
});
type Table = typeof table extends fc.Arbitrary<infer T> ? T : never;
const schema = fc.uniqueArray(table, { selector: ({ name }) => name.toLowerCase(), minLength: 1, maxLength: 3 });

const q = (name: string) => `"${name}"`;

function statements(tables: readonly Table[]): string[] {
  const made = tables.flatMap(({ name, columns, key, generated, index, trigger }) => {
    const parts = [key, ...columns.map((one) => `${q(one.name)} ${one.type}${one.rest}`), generated].filter(Boolean);
    return [
      `create table ${q(name)} (${parts.join(", ")})`,
      index && `${index} ${q(`${name}_i`)} on ${q(name)} (${q(columns[0]?.name ?? "")})`,
      trigger ? `create trigger ${q(`${name}_t`)} after insert on ${q(name)} begin select 1; end` : "",
    ];
  });
  return ["create table p (k integer primary key)", ...made.filter(Boolean)];
}

/** What rows can stand in the way of: SQLite refuses, and all stays as it is. */
const REFUSED = /UNIQUE constraint failed|foreign keys would be violated/;

describeOn("sqlite", "random schemas of tables with rows", (database) => {
  it("lead from any to any other with every row of the tables that stay, whatever the letters of names", async () => {
    const run = async (a: readonly Table[], b: readonly Table[]) => {
      const url = await database().fresh();
      const rows = a.flatMap(({ name, columns }) =>
        [1, 2].map(
          (n) =>
            `insert into ${q(name)} (${columns.map((one) => q(one.name)).join()}) values (${columns.map(() => n)})`,
        ),
      );
      await script(url, ...statements(a), "insert into p values (1), (2)", ...rows);
      const desired = {
        sql: [
          {
            name: "schema.sql",
            text: statements(b)
              .map((one) => `${one};`)
              .join("\n"),
          },
        ],
      };
      const refused = await applySchema({ url, desired }).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Error && REFUSED.test(error.message)) return true;
          throw error;
        },
      );
      const stays = (name: string) => refused || b.some((one) => one.name.toLowerCase() === name.toLowerCase());
      for (const { name } of a.filter((one) => stays(one.name))) {
        expect(await rowsOf(url, `select count(*) from ${q(name)}`)).toEqual([["2"]]);
      }
      if (!refused) expect((await previewSchema({ url, desired })).statements).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(schema, schema, run), { numRuns: 40, endOnFailure: true });
  });
});
