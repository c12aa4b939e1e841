import fc from "fast-check";
import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, KINDS, type Kind } from "../databases";

interface Column {
  name: string;
  type: string;
  null: boolean;
  preset?: string;
}
interface Table {
  name: string;
  columns: Column[];
  index: boolean;
  parent: boolean;
}

const TYPES: Record<Kind, string[]> = {
  postgres: ["integer", "bigint", "text", "varchar(40)", "timestamptz", "numeric(10,2)", "jsonb"],
  mariadb: ["int", "bigint", "varchar(40)", "datetime", "decimal(10,2)"],
  sqlite: ["integer", "text", "real", "blob"],
};

const column = (kind: Kind) =>
  fc.record({
    name: fc.constantFrom("a", "b", "c", "order", "é"),
    type: fc.constantFrom(...TYPES[kind]),
    null: fc.boolean(),
    preset: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
  });

const schema = (kind: Kind) =>
  fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("users", "posts", "tags", "select"),
      columns: fc.uniqueArray(column(kind), { selector: (one) => one.name, minLength: 1, maxLength: 4 }),
      index: fc.boolean(),
      parent: fc.boolean(),
    }),
    { selector: (table) => table.name, minLength: 1, maxLength: 4 },
  );

/** Number types only: what a text or a time may default to differs from database to database. */
const takesNumber = (type: string) => /int|numeric|decimal|real/.test(type);

function script(kind: Kind, tables: Table[]): string {
  const q = (name: string) => (kind === "postgres" ? `"${name}"` : `\`${name}\``);
  const root = `create table ${q("root")} (${q("id")} integer not null primary key);\n`;
  return tables.reduce((text, table) => {
    const columns = table.columns.map((one) => {
      const preset = one.preset && takesNumber(one.type) ? ` default ${one.preset}` : "";
      return `${q(one.name)} ${one.type}${one.null ? "" : " not null"}${preset}`;
    });
    const key = table.parent
      ? [
          `${q("root_id")} integer`,
          `constraint ${q(`${table.name}_root`)} foreign key (${q("root_id")}) references ${q("root")} (${q("id")})`,
        ]
      : [];
    const first = table.columns[0];
    const indexed = table.index && first && first.type !== "jsonb";
    const index = indexed ? `create index ${q(`${table.name}_i`)} on ${q(table.name)} (${q(first.name)});\n` : "";
    return `${text}create table ${q(table.name)} (${[...columns, ...key].join(", ")});\n${index}`;
  }, root);
}

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

const stateOf = (url: string) =>
  withSession(url, {}, async (session) => (await engine.inspect({ from: { session }, formats: ["hcl"] })).hcl);

/** Text does not become a number by itself in PostgreSQL: such changes are the database's to refuse. */
const CAST = /cannot be cast automatically|foreign key constraint|Incorrect|Truncated/;

for (const kind of KINDS) {
  describeOn(kind, "random schemas", (database) => {
    const numRuns = kind === "sqlite" ? 25 : 5;

    it("lead from any to any other, to the same state as if made from nothing", async () => {
      await fc.assert(
        fc.asyncProperty(schema(kind), schema(kind), async (a, b) => {
          const { devUrl } = database();
          const url = await database().fresh();
          await applySchema({ url, devUrl, desired: desired(script(kind, a)) });
          try {
            await applySchema({ url, devUrl, desired: desired(script(kind, b)) });
          } catch (error) {
            if (error instanceof Error && CAST.test(error.message)) return;
            throw error;
          }
          const straight = await database().fresh();
          await applySchema({ url: straight, devUrl, desired: desired(script(kind, b)) });
          const plan = await previewSchema({ url, devUrl, desired: desired(script(kind, b)) });
          expect(plan.statements).toEqual([]);
          // The order of columns is the one thing a changed table keeps.
          const lines = async (target: string) =>
            (await stateOf(target))
              ?.replaceAll(/schema\.\w+|"t\d+"/g, "")
              .split("\n")
              .sort();
          expect(await lines(url)).toEqual(await lines(straight));
        }),
        { numRuns, endOnFailure: true },
      );
    });

    it("never drop what is to be skipped", async () => {
      await fc.assert(
        fc.asyncProperty(schema(kind), schema(kind), async (a, b) => {
          const { devUrl } = database();
          const url = await database().fresh();
          await applySchema({ url, devUrl, desired: desired(script(kind, a)) });
          const before = await withSession(url, {}, (session) =>
            engine.inspect({ from: { session }, formats: ["model"] }),
          );
          const policy = {
            diff: { skip: ["drop_table", "drop_column", "modify_column"] as const },
            destructive: { error: true },
          };
          await applySchema({ url, devUrl, desired: desired(script(kind, b)), policy });
          const after = await withSession(url, {}, (session) =>
            engine.inspect({ from: { session }, formats: ["model"] }),
          );
          const columns = (model: typeof before) =>
            (model.model?.schemas ?? []).flatMap((one) =>
              (one.tables ?? []).flatMap((table) =>
                (table.columns ?? []).map((c) => `${table.name}.${c.name} ${c.type} ${c.null}`),
              ),
            );
          expect(columns(after)).toEqual(expect.arrayContaining(columns(before)));
        }),
        { numRuns, endOnFailure: true },
      );
    });
  });
}
