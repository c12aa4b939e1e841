import { type Json, type JsonObject, objectsAt } from "./json";
import { problem } from "./problem";

/** The tags a body declares; `undefined` when it says nothing about them. */
export function tagsIn(body: Json): JsonObject[] | undefined {
  const declared = Array.isArray(body) || typeof body !== "object" || body === null ? undefined : body.tags;
  if (!Array.isArray(declared)) return undefined;
  const tags = objectsAt(body, "tags").map((tag) => ({ key: tag.key, value: tag.value }));
  for (const tag of tags) {
    if (typeof tag.key !== "string") throw problem("MISSING_ATTRIBUTE", "key");
    if (typeof tag.value !== "string") throw problem("MISSING_ATTRIBUTE", "value");
  }
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) throw problem("INVALID_ATTRIBUTE", "tags");
  return tags;
}
