import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../sdk/model/json-schema";
import { isKindName, type KindName, kindNames, specSchema } from "../../sdk/model/kinds";
import { validateManifest, validateManifests } from "../../sdk/model/manifest";

const directory = join(__dirname, "../../examples/kinds");
const kinds = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function read(kind: string, name: string) {
  const file = join(directory, kind, name);
  return validateManifest(readFileSync(file, "utf8"), file);
}

describe.each(kinds)("the examples of %s", (kind) => {
  it.each(["minimal.yaml", "full.yaml"])("in %s are of the kind, and right", (name) => {
    const { objects, faults, advice } = read(kind, name);
    expect(faults).toEqual([]);
    expect(advice).toEqual([]);
    expect(objects.map((object) => object.kind)).toContain(kind);
  });

  it("have every field in full.yaml, in one object or another", () => {
    if (!isKindName(kind)) throw new RangeError(`${kind} is no kind`);
    const specs = read(kind, "full.yaml").objects.flatMap(({ known, spec }) => (known === kind ? [spec] : []));
    const given = new Set(specs.flatMap((spec) => pathsIn(spec)));
    expect(fieldsOf(kind).filter((path) => !given.has(path))).toEqual([]);
  });
});

it("there are examples of every kind", () => {
  expect(kinds.toSorted()).toEqual(kindNames.toSorted());
});

it("the examples are one set of manifests, in which nothing is declared twice", () => {
  const files = kinds.flatMap((kind) => ["minimal.yaml", "full.yaml"].map((name) => join(kind, name)));
  const texts = [...files, "surroundings.yaml"].map((file) => ({
    file,
    text: readFileSync(join(directory, file), "utf8"),
  }));
  expect(validateManifests(texts).faults).toEqual([]);
});

/** Every field of a kind's spec. References and what is passed through count as one. */
function fieldsOf(kind: KindName): string[] {
  return below(specSchema(kind), "spec");
}

function below(schema: JsonSchema, path: string): string[] {
  if (schema["x-marker"] || !schema.properties) return schema.items ? below(schema.items, `${path}[]`) : [];
  return Object.entries(schema.properties).flatMap(([name, field]) => [
    `${path}.${name}`,
    ...below(field, `${path}.${name}`),
  ]);
}

function pathsIn(value: unknown, path = "spec"): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [`${path}.${name}`, ...pathsIn(inner, `${path}.${name}`)]);
}
