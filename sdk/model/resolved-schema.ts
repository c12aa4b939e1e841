import type { JsonSchema, MarkerFacts } from "./json-schema";

/**
 * The schema of a spec's resolved form, made from that of its manifest form: references are Atlas ids, secrets are values,
 * credentials are names of profiles, a ConfigMap is its data (`Resolved` in sdk/model/markers.ts is the same in types).
 */
export function resolvedSchema(schema: JsonSchema): JsonSchema {
  const marker = schema["x-marker"];
  if (marker) return { ...resolvedMarker(marker), description: schema.description };
  const { "x-manifest-requires": _manifestOnly, ...kept } = schema;
  if (kept.items) kept.items = resolvedSchema(kept.items);
  if (kept.properties) kept.properties = eachResolved(kept.properties);
  return kept;
}

function eachResolved(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, resolvedSchema(schema)]));
}

function resolvedMarker({ marker, keys = [] }: MarkerFacts): JsonSchema {
  if (marker === "embedded") {
    return {
      type: "object",
      properties: { id: { type: "string" }, spec: { type: "object" } },
      required: ["id", "spec"],
      additionalProperties: false,
    };
  }
  const secret = { type: "string", "x-secret": true };
  if (marker === "secretKey") return secret;
  if (marker === "configMap") return { type: "object", additionalProperties: { type: "string" } };
  if (marker !== "secret") return { type: "string" };
  if (keys.length <= 1) return secret;
  return {
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, secret])),
    additionalProperties: false,
  };
}
