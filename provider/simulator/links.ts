import type { Call } from "./call";
import type { Json, JsonObject } from "./json";

const REL = "https://cloud.mongodb.com/";

/** A link to a path of the simulated service. */
function link(call: Call, path: string, rel: string): JsonObject {
  return { href: `${call.origin}/api/atlas/v2${path}`, rel };
}

/** The `links` of an object: itself, whatever belongs to it, and what it belongs to (paths), by the service's names. */
export function links(
  call: Call,
  path: string,
  related: readonly string[] = [],
  above: Readonly<Record<string, string>> = {},
): Json {
  const below = related.map((name) => [name, `${path}/${name}`] as const);
  const others = [...below, ...Object.entries(above)];
  return [link(call, path, "self"), ...others.map(([name, where]) => link(call, where, `${REL}${name}`))];
}

/** A path segment, encoded. */
export function segment(value: string): string {
  return encodeURIComponent(value);
}
