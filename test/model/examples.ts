import type { JsonSchema } from "../../sdk/model/json-schema";
import { type KindName, kindInfo, specSchema, statusSchema } from "../../sdk/model/kinds";
import { mend } from "./mend";

/** A manifest that sets every field that goes together. */
export interface FullExample {
  apiVersion: string;
  kind: KindName;
  metadata: { name: string; namespace: string };
  spec: Record<string, unknown>;
}

/**
 * Manifests that together set every field of a kind's spec: where only one of several may be given, each has its turn. Made from
 * the schema, so that a new field is in them at once.
 */
export function fullExamples(kind: KindName): FullExample[] {
  const schema = specSchema(kind);
  // Fields that exclude each other within a field that has its turn: only a common multiple gives every pair one.
  const turns = turnsOf(schema).reduce(leastCommonMultiple, 1);
  return Array.from({ length: turns }, (_, turn) => ({
    apiVersion: kindInfo(kind).apiVersion,
    kind,
    metadata: { name: `full-${turn}`, namespace: "default" },
    spec: mend(kind, { ...(value(schema, turn, "spec") as Record<string, unknown>) }),
  }));
}

/** A status with every field set. */
export function fullStatus(kind: KindName): unknown {
  return value(statusSchema(kind), 0, "status");
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}

/** Lists of fields that exclude each other. */
function exclusive(schema: JsonSchema): string[][] {
  return [...(schema["x-exactly-one"] ?? []), ...(schema["x-at-most-one"] ?? [])];
}

function turnsOf(schema: JsonSchema): number[] {
  const own = exclusive(schema).map((names) => names.length);
  const below = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [...own, ...below.flatMap(turnsOf)];
}

function value(schema: JsonSchema, turn: number, name: string): unknown {
  if (schema.enum) return schema.enum[turn % schema.enum.length];
  switch (Array.isArray(schema.type) ? schema.type.at(-1) : schema.type) {
    case "object":
      if (schema.properties) return object(schema, turn);
      return { any: isMap(schema) ? value(schema.additionalProperties, turn, "thing") : "thing" };
    case "array":
      return [value(schema.items ?? {}, turn, name)];
    case "integer":
      return Math.max(schema.minimum ?? 1, 1);
    case "boolean":
      return true;
    default:
      return text(schema, name);
  }
}

const isMap = (schema: JsonSchema): schema is JsonSchema & { additionalProperties: JsonSchema } =>
  typeof schema.additionalProperties === "object";

function object(schema: JsonSchema, turn: number): Record<string, unknown> {
  const left = new Set(exclusive(schema).flatMap((names) => names.filter((_, i) => i !== turn % names.length)));
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !left.has(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, value(field, turn, name)]));
}

function text(schema: JsonSchema, name: string): string {
  if (/instancesize$/i.test(name)) return "M30";
  const byFormat: Record<string, string> = {
    email: "someone@example.com",
    ip: "192.0.2.1",
    cidr: "192.0.2.0/24",
    contact: "someone@example.com",
    "atlas-id": "5f0c1b2a3d4e5f6071829304",
    "atlas-date": "2026-12-31T23:59:59Z",
    "date-time": "2026-12-31T23:59:59Z",
  };
  if (name === "awsSecurityGroup") return "sg-0123456789abcdef0";
  if (name === "oplogMinRetentionHours") return "24";
  return byFormat[schema.format ?? ""] ?? name.toLowerCase().slice(0, 20);
}
