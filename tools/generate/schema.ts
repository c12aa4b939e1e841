import type { JsonSchema } from "../../sdk/model/json-schema";
import type { Field, FieldType, MarkerType, ObjectType } from "./model";
import type { Tags } from "./tags";

/**
 * JSON Schema of a spec or status as manifests have it: strict, with our own keywords where JSON Schema has none
 * (sdk/model/json-schema.ts names them).
 */
export function manifestSchema(type: ObjectType): JsonSchema {
  const requires = type.fields.filter((field) => field.tags.manifestRequires);
  return compact({
    description: type.description,
    ...objectSchema(type.fields),
    "x-exactly-one": type.tags.exactlyOne,
    "x-at-most-one": type.tags.atMostOne,
    "x-manifest-requires":
      requires.length === 0
        ? undefined
        : Object.fromEntries(requires.map((field) => [field.name, field.tags.manifestRequires ?? []])),
  });
}

function objectSchema(fields: Field[]): JsonSchema {
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return compact({
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: required.length > 0 ? required : undefined,
    additionalProperties: false,
  });
}

function fieldSchema(field: Field): JsonSchema {
  const { description: _ofType, ...schema } = typeSchema(field.type);
  return { description: field.description, ...schema, ...facets(field) };
}

function facets({ tags, type }: Field): JsonSchema {
  const item =
    tags.itemFormat && type.type === "array" ? { ...typeSchema(type.items), format: tags.itemFormat } : undefined;
  return {
    ...bounds(tags),
    ...(tags.asType ? { type: tags.asType } : {}),
    ...(tags.strictEnum ? { enum: tags.strictEnum } : {}),
    ...(tags.strictMinLength === undefined ? {} : { minLength: tags.strictMinLength }),
    ...(tags.strictPattern ? { pattern: tags.strictPattern } : {}),
    ...(tags.strictFormat ? { format: tags.strictFormat } : {}),
    ...(item ? { items: item } : {}),
    ...(tags.uniqueItems ? { uniqueItems: true } : {}),
    ...(tags.secret ? { "x-secret": true } : {}),
    ...(tags.uniqueBy ? { "x-unique-by": tags.uniqueBy } : {}),
  };
}

/** The keywords that mean the same in a JSON Schema and in a custom resource definition. */
export type Bounds = Pick<
  JsonSchema,
  "default" | "format" | "pattern" | "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems"
>;

/** What a field's tags say about its bounds. */
export function bounds(tags: Tags): Bounds {
  const { format, pattern, minLength, maxLength, minimum, maximum, minItems, maxItems } = tags;
  return compact({
    default: tags.default,
    format,
    pattern,
    minLength,
    maxLength,
    minimum,
    maximum,
    minItems,
    maxItems,
  });
}

function typeSchema(type: FieldType): JsonSchema {
  switch (type.type) {
    case "string":
    case "boolean":
    case "number":
      return compact({ type: type.type, enum: type.enum });
    case "array":
      return { type: "array", items: typeSchema(type.items) };
    case "map":
      return { type: "object", additionalProperties: typeSchema(type.values) };
    case "json":
      return type.allowed.length === 0 ? {} : { type: type.allowed };
    case "marker":
      return markerSchema(type);
    case "object":
      return manifestSchema(type);
  }
}

function markerSchema(type: MarkerType): JsonSchema {
  return {
    ...objectSchema(type.fields),
    "x-marker": compact({ marker: type.marker, target: type.target, keys: type.keys }),
  };
}

/** Leaves out what is undefined, so that files hold only what was said. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
