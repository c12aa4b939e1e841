import type { JsonSchema } from "../../sdk/model/json-schema";

/** Paths of all fields that a value sets: `roles[].roleName`. */
export function fieldPaths(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldPaths(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return [at, ...fieldPaths(item, at)];
  });
}

/** Paths of all fields that a schema has. */
export function schemaPaths(schema: JsonSchema, path = ""): string[] {
  if (schema.items) return schemaPaths(schema.items, `${path}[]`);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return [at, ...schemaPaths(field, at)];
  });
}
