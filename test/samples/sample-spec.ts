import type { JsonSchema } from "../../sdk/model/json-schema";
import { type KindName, specSchema } from "../../sdk/model/kinds";

/** Values where a schema alone gives nothing that makes sense. By the last field of a path; longer ends win. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Specs of one kind that together hold every field of its schema: one spec, and one more for each further alternative where fields of
 * the spec itself exclude each other. Lists hold an item for each alternative.
 */
export function sampleSpecs(kind: KindName, values: Values = {}): Record<string, unknown>[] {
  return alternatives(specSchema(kind), "", values) as Record<string, unknown>[];
}

/** Paths of all fields that a value holds, lists transparent: `roles.databaseName`. */
export function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const below = path === "" ? name : `${path}.${name}`;
    return [below, ...pathsOf(item, below)];
  });
}

/** Paths of all fields that a schema knows, in the same form. */
export function schemaPaths(schema: JsonSchema, path = ""): string[] {
  if (schema.items) return schemaPaths(schema.items, path);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const below = path === "" ? name : `${path}.${name}`;
    return [below, ...schemaPaths(field, below)];
  });
}

function alternatives(schema: JsonSchema, path: string, values: Values): unknown[] {
  const given = lookUp(path, values);
  if (given !== undefined) return [given];
  if (schema.properties) return objects(schema, path, values);
  if (schema.type === "array") return [lists(schema, path, values)];
  return [scalar(schema, path)];
}

function objects(schema: JsonSchema, path: string, values: Values): unknown[] {
  const groups = [...(schema["x-exactly-one"] ?? []), ...(schema["x-at-most-one"] ?? [])];
  const own = Math.max(1, ...groups.map((group) => group.length));
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, alternatives(field, path === "" ? name : `${path}.${name}`, values)] as const,
  );
  const below = Math.max(1, ...fields.map(([, all]) => all.length));
  return Array.from({ length: own * below }, (_, turn) => {
    const left = new Set(
      groups.flatMap((group) => group.filter((_, index) => index !== Math.min(turn % own, group.length - 1))),
    );
    const given = fields.filter(([name]) => !left.has(name));
    return Object.fromEntries(given.map(([name, all]) => [name, all[Math.floor(turn / own) % all.length]]));
  });
}

function lists(schema: JsonSchema, path: string, values: Values): unknown[] {
  const items = alternatives(schema.items ?? {}, path, values);
  return schema.maxItems === undefined ? items : items.slice(0, schema.maxItems);
}

function scalar(schema: JsonSchema, path: string): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "object":
      return { any: "thing" };
    default:
      return schema.enum?.at(-1) ?? formats[schema.format ?? ""] ?? path.split(".").at(-1) ?? "text";
  }
}

const formats: Readonly<Record<string, string>> = {
  ip: "192.0.2.7",
  cidr: "10.0.0.0/8",
  email: "ann@example.com",
  "atlas-date": "2026-12-31T23:59:59Z",
};

function lookUp(path: string, values: Values): unknown {
  const names = path.split(".");
  for (let from = 0; from < names.length; from++) {
    const end = names.slice(from).join(".");
    if (end !== "" && Object.hasOwn(values, end)) return values[end];
  }
  return undefined;
}
