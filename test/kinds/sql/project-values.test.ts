import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaKind } from "../../../provider/kinds/sql/schema";
import { buildEngine } from "../../../tools/schema/build-engine";

let directory = "";
beforeAll(async () => {
  await buildEngine();
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-values-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A schema that shows what it was given for `v`, which is something else where it was given nothing. */
const schemaOf = (type: string, otherwise: string, shown: string) => `
  variable "v" {
    type    = ${type}
    default = ${otherwise}
  }
  schema "main" {}
  table "t" {
    schema = schema.main
    column "c" {
      type    = text
      default = "shown: \${${shown}}"
    }
  }`;
const list = { type: "list(string)", otherwise: '["z"]', shown: 'join(",", var.v)' };

/** The two ways by which a project file hands a value to a schema. */
const ways = {
  "an attribute of the environment": (value: string) => `src = "file://schema.hcl"\nv = ${value}\n}`,
  "vars of hcl_schema": (value: string) =>
    `src = data.hcl_schema.it.url\n}\ndata "hcl_schema" "it" {\n  path = "${directory}/schema.hcl"\n  vars = { v = ${value} }\n}`,
};

interface Row {
  because: string;
  type: string;
  otherwise: string;
  shown: string;
  value: string;
  says: string;
}

const rows: Row[] = [
  { because: "an empty list is a value", ...list, value: "[]", says: "shown: '" },
  { because: "a list of one is a list", ...list, value: '["a"]', says: "shown: a'" },
  { because: "a list has an order", ...list, value: '["b", "a"]', says: "shown: b,a'" },
  { because: "numbers become texts where texts are declared", ...list, value: "[1, 2]", says: "shown: 1,2'" },
  { because: "one text makes a list where one is declared", ...list, value: '"a"', says: "shown: a'" },
  { because: "null lets the default stand", ...list, value: "null", says: "shown: z'" },
  {
    because: "numbers stay numbers where they are declared",
    type: "list(number)",
    otherwise: "[7]",
    shown: "var.v[0] + 1",
    value: "[4]",
    says: "shown: 5'",
  },
  {
    because: "a map is a value",
    type: "map(string)",
    otherwise: '{ k = "z" }',
    shown: "var.v.k",
    value: '{ k = "q" }',
    says: "shown: q'",
  },
  {
    because: "an empty map is a value",
    type: "map(string)",
    otherwise: '{ k = "z" }',
    shown: 'join(",", keys(var.v))',
    value: "{}",
    says: "shown: '",
  },
  {
    because: "a list of objects is a value",
    type: "list(object({ name = string }))",
    otherwise: "[]",
    shown: 'join(",", [for one in var.v : one.name])',
    value: '[{ name = "q" }, { name = "r" }]',
    says: "shown: q,r'",
  },
];

const cases = Object.entries(ways).flatMap(([way, of]) => rows.map((row) => ({ ...row, way, of })));

async function plan(row: Pick<Row, "type" | "otherwise" | "shown" | "value">, of: (value: string) => string) {
  const url = `sqlite://${directory}/it.db`;
  writeFileSync(path.join(directory, "schema.hcl"), schemaOf(row.type, row.otherwise, row.shown));
  const config = `env "it" {\nurl = "${url}"\n${of(row.value)}\n`;
  const run = { firstRun: true, allow: { files: { directory } } };
  const { steps } = await schemaKind.foresee({ config, envName: "it" }, run);
  return steps.flatMap(({ sql }) => sql).join("\n");
}

describe("values that a project file gives to the input variables of a schema", () => {
  it.each(cases)("through $way: $because", async ({ of, says, ...row }) => {
    expect(await plan(row, of)).toContain(`'${says}`);
  });

  it.each(Object.entries(ways))("through %s: what is not as declared is refused, not left out", async (_way, of) => {
    await expect(plan({ ...list, value: '[{ name = "q" }]' }, of)).rejects.toThrow(/variable "v": .*string required/);
  });
});
