import { isDeepStrictEqual } from "node:util";

type Fields = Record<string, unknown>;

/**
 * The JSON merge patch (RFC 7386) that turns `before` into `after`, or `undefined` when there is nothing to change. Lists are
 * replaced whole; `undefined` counts as absent. Values are JSON without null, which a merge patch cannot write.
 */
export function mergePatchBetween(before: object, after: object): Fields | undefined {
  const [left, right] = [before as Fields, after as Fields];
  const patch: Fields = {};
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const [from, to] = [left[name], right[name]];
    if (to === undefined) {
      if (from !== undefined) patch[name] = null;
    } else if (isFields(from) && isFields(to)) {
      const nested = mergePatchBetween(from, to);
      if (nested !== undefined) patch[name] = nested;
    } else if (!isDeepStrictEqual(from, to)) {
      patch[name] = to;
    }
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
