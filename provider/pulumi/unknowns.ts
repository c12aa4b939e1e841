/**
 * What the engine puts in place of a value that is known only after other resources are made, one for each type.
 * Source: Pulumi's provider protocol, as its Go SDK has them.
 */
const sentinels = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether a value is not known yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && sentinels.has(value);
}

/** Where values are not known yet, as paths below `path`: `spec.roles[0].databaseName`. */
export function unknownPaths(value: unknown, path = "spec"): string[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => unknownPaths(inner, `${path}.${field}`));
}

/**
 * Whether what is said about a place may change once the unknown values are known: it is one of them, lies in one, or contains
 * one. `path` and `unknown` are paths as `unknownPaths` writes them.
 */
export function dependsOn(path: string, unknown: readonly string[]): boolean {
  return unknown.some((place) => place === path || within(place, path) || within(path, place));
}

function within(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
