import type { JsonSchema } from "./json-schema";
import { type KindName, type SpecOf, specSchema } from "./kinds";

/**
 * A copy of a manifest's spec with the defaults that a cluster would fill in. As there, a default inside an object applies only
 * where the object is given.
 */
export function applyDefaults<K extends KindName>(kind: K, spec: SpecOf<K>): SpecOf<K> {
  return withDefaults(specSchema(kind), spec) as SpecOf<K>;
}

function withDefaults(schema: JsonSchema, value: unknown): unknown {
  const { items, properties } = schema;
  if (Array.isArray(value)) return items ? value.map((item) => withDefaults(items, item)) : value;
  if (typeof value !== "object" || value === null || !properties) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(properties)) {
    if (filled[name] !== undefined) filled[name] = withDefaults(property, filled[name]);
    else if (property.default !== undefined) filled[name] = property.default;
  }
  return filled;
}
