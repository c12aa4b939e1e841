import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { previewSchema } from "../../../provider/schema/declarative/apply";
import { unreadOf } from "../../../provider/schema/declarative/unmanaged/unread";
import type { Dialect } from "../../../provider/schema/drivers/session";
import { buildEngine } from "../../../tools/schema/build-engine";
import { describeOn, script } from "../databases";

beforeAll(() => buildEngine());

const inFile = (text: string) => ({ hcl: [{ name: "schema.hcl", text }] });
const messages = async (text: string, dialect: Dialect = "sqlite") =>
  (await unreadOf(inFile(text), dialect)).map(({ message }) => message);
const table = (body: string) => `table "t" {\n  schema = schema.main\n${body}\n}\n`;
const column = (body: string) => table(`  column "id" {\n    type = int\n    ${body}\n  }`);

describe("what a document of HCL declares in vain", () => {
  it.each([
    {
      because: "the engine does not manage views",
      text: 'view "v" {\n  schema = schema.main\n  as = "select 1"\n}',
      told: 'schema.hcl:1:1: view "v" is wanted, but not managed: it will not be created',
    },
    {
      because: "nobody knows such a block",
      text: 'schema "main" {}\nnonsense "x" "y" {}',
      told: 'schema.hcl:2:1: the block nonsense "x" "y" is not known, and has no effect',
    },
    {
      because: "an attribute is misspelt",
      text: column("nul = false"),
      told: 'schema.hcl:5:5: the attribute nul of column "id" of table "t" is not known, and has no effect; did you mean null?',
    },
    {
      because: "an attribute is another database's",
      text: table("  without_rowid = true"),
      dialect: "mysql" as const,
      told: 'schema.hcl:3:3: the attribute without_rowid of table "t" is not known, and has no effect; known are ',
    },
    {
      because: "HCL of PostgreSQL cannot make an exclusion constraint",
      text: table('  exclude "e" {\n    type = GIST\n  }'),
      dialect: "postgres" as const,
      told: 'schema.hcl:3:3: exclude "e" of table "t" is wanted, but not managed: it will not be created',
    },
    {
      because: "SQLite has no enums",
      text: 'enum "e" {\n  schema = schema.main\n  values = ["a"]\n}',
      told: 'schema.hcl:1:1: enum "e" is wanted, but not managed: it will not be created',
    },
  ])("is named by its place: $because", async ({ text, dialect, told }) => {
    expect(await messages(text, dialect)).toEqual([expect.stringContaining(told)]);
  });

  it("is told in the order of the document", async () => {
    const text = `${column("nul = true")}trigger "a" {}\n${table("  engin = InnoDB")}`;
    expect((await messages(text, "mariadb")).map((message) => message.split(": ", 1)[0])).toEqual([
      "schema.hcl:5:5",
      "schema.hcl:8:1",
      "schema.hcl:11:3",
    ]);
  });

  it.each<[Dialect, string]>([
    ["sqlite", 'locals {\n  a = 1\n}\nvariable "v" {\n  type = string\n}\n'],
    [
      "sqlite",
      `${column("null = true\n default = 1")}${table('  index "i" {\n    where = "a"\n    on {\n      expr = "a"\n    }\n  }')}`,
    ],
    ["mariadb", column('unsigned = true\n on_update = sql("now()")\n charset = "utf8mb4"')],
    ["postgres", column('identity {\n generated = ALWAYS\n start = 2\n }\n as {\n expr = "1"\n type = STORED\n }')],
  ])("is nothing where everything is read: %s", async (dialect, text) => {
    expect(await messages(text, dialect)).toEqual([]);
  });

  it("is nothing in what the official command line printed", async () => {
    const root = path.join(__dirname, "../golden/declarative");
    const printed = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\binspect\.hcl$/.test(name),
    );
    expect(printed.length).toBeGreaterThan(50);
    const texts = new Map<Dialect, { name: string; text: string }[]>();
    for (const name of printed) {
      const dialect = (["sqlite", "mariadb", "postgres"] as const).find((one) => name.startsWith(one)) ?? "mysql";
      texts.set(dialect, [...(texts.get(dialect) ?? []), { name, text: readFileSync(path.join(root, name), "utf8") }]);
    }
    for (const [dialect, hcl] of texts) expect(await unreadOf({ hcl }, dialect)).toEqual([]);
  });
});

describeOn("sqlite", "a plan from HCL", (database) => {
  it("names it, but for what is there", async () => {
    const url = await database().fresh();
    await script(url, "create table t (id int)", "create view v as select id from t");
    const view = (name: string) => `view "${name}" {\n  schema = schema.main\n  as = "select 1"\n}\n`;
    const desired = inFile(`schema "main" {}\n${column("null = true")}${view("v")}${view("w")}`);
    const { statements, unmanaged } = await previewSchema({ url, desired });
    expect(statements).toEqual([]);
    expect(unmanaged.map(({ state, kind, name }) => [state, kind, name])).toEqual([
      ["desired", "view", "w"],
      ["current", "view", "v"],
    ]);
  });
});
