import fc, { type Arbitrary } from "fast-check";
import type { JsonSchema } from "../../sdk/model/json-schema";
import { type KindName, type SpecOf, specSchema } from "../../sdk/model/kinds";
import type { Resolved } from "../../sdk/model/markers";
import { resolvedSchema } from "../../sdk/model/resolved-schema";
import { type Form, validateSpec } from "../../sdk/model/validate";
import { mend } from "./mend";

type Json = Record<string, unknown>;

/**
 * Valid specs of a kind, made from its schema: every field present in some, absent in others, every value within its bounds.
 * Rules between fields are met by `mend`; the validator has the last word.
 */
export function specArbitrary<K extends KindName>(kind: K, form: "manifest"): Arbitrary<SpecOf<K>>;
export function specArbitrary<K extends KindName>(kind: K, form: "resolved"): Arbitrary<Resolved<SpecOf<K>>>;
export function specArbitrary(kind: KindName, form: Form): Arbitrary<unknown> {
  const schema = form === "manifest" ? specSchema(kind) : resolvedSchema(specSchema(kind));
  return objectArbitrary(schema)
    .map((spec) => mend(kind, spec))
    .filter((spec) => validateSpec(kind, spec, form).length === 0);
}

function objectArbitrary(schema: JsonSchema): Arbitrary<Json> {
  const fields = Object.entries(schema.properties ?? {});
  const record = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueArbitrary(field, name)])), {
    requiredKeys: schema.required ?? [],
  });
  const exactlyOne = (schema["x-exactly-one"] ?? []).reduce<Arbitrary<Json>>(
    (made, names) => withExactlyOne(made, names, schema),
    record.map((value) => ({ ...value })),
  );
  return (schema["x-at-most-one"] ?? []).reduce(withAtMostOne, exactlyOne);
}

function withAtMostOne(made: Arbitrary<Json>, names: string[]): Arbitrary<Json> {
  return fc.tuple(made, fc.nat(names.length)).map(([value, chosen]) => {
    const left = names.filter((_, index) => index !== chosen);
    return Object.fromEntries(Object.entries(value).filter(([name]) => !left.includes(name)));
  });
}

function withExactlyOne(made: Arbitrary<Json>, names: string[], schema: JsonSchema): Arbitrary<Json> {
  const choices = names.map((name) => {
    const needs = [name, ...(schema["x-manifest-requires"]?.[name] ?? [])];
    const chosen = fc.record(
      Object.fromEntries(needs.map((need) => [need, valueArbitrary(schema.properties?.[need] ?? {}, need)])),
    );
    return fc.tuple(made, chosen).map(([value, given]) => {
      const others = Object.entries(value).filter(([key]) => !names.includes(key));
      return { ...Object.fromEntries(others), ...given };
    });
  });
  return fc.oneof(...choices);
}

function valueArbitrary(schema: JsonSchema, name: string): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "string":
      return stringArbitrary(schema, name);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 });
    case "array":
      return arrayArbitrary(schema, name);
    case "object":
      return schema.properties
        ? objectArbitrary(schema)
        : fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string());
    default:
      return fc.jsonValue();
  }
}

function arrayArbitrary(schema: JsonSchema, name: string): Arbitrary<unknown> {
  const [key] = schema["x-unique-by"] ?? [];
  const limits = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) };
  const item = valueArbitrary(schema.items ?? {}, name);
  if (key !== undefined) return fc.uniqueArray(item, { ...limits, selector: (one) => Reflect.get(Object(one), key) });
  return schema.uniqueItems ? fc.uniqueArray(item, limits) : fc.array(item, limits);
}

const instanceSizes = ["M10", "M20", "M30", "M40", "R40", "M50", "M60", "R60"];

const instant = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2099-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

function stringArbitrary(schema: JsonSchema, name: string): Arbitrary<string> {
  if (/instancesize$/i.test(name)) return fc.constantFrom(...instanceSizes);
  const byFormat: Record<string, Arbitrary<string>> = {
    email: fc.tuple(word, word).map(([user, host]) => `${user}@${host}.example`),
    ip: fc.oneof(fc.ipV4(), fc.ipV6()),
    cidr: fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, bits]) => `${address}/${bits}`),
    ),
    contact: fc.tuple(word, word).map(([user, host]) => `${user}@${host}.example`),
    "atlas-id": fc.stringMatching(/^[a-f0-9]{24}$/),
    "atlas-date": instant,
    "date-time": instant,
  };
  const known = byFormat[schema.format ?? ""];
  if (known) return known;
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern, "u"), { maxLength: schema.maxLength ?? 40 });
  return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 20, 20) });
}

const word = fc.stringMatching(/^[a-z]{1,12}$/);
