import type { Call } from "./call";
import type { Json, JsonObject } from "./json";

const REL = "https://cloud.mongodb.com/";

/** A link to a path of the simulated service. */
function link(call: Call, path: string, rel: string): JsonObject {
  return { href: `${call.origin}/api/atlas/v2${path}`, rel };
}

/** The `links` of an object: itself and whatever belongs to it, by the service's names. */
export function links(call: Call, path: string, related: readonly string[] = []): Json {
  return [link(call, path, "self"), ...related.map((name) => link(call, `${path}/${name}`, `${REL}${name}`))];
}

/** A path segment, encoded. */
export function segment(value: string): string {
  return encodeURIComponent(value);
}
