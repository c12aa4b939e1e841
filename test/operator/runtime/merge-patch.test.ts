import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergePatchBetween } from "../../../provider/operator/runtime/kube/merge-patch";

/** RFC 7386, section 2, as the standard has it. */
function applied(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === "object" && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = applied(result[name], value);
  }
  return result;
}

const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean()),
  list: fc.array(tie("tree"), { maxLength: 3 }),
  fields: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("tree"), { noNullPrototype: true }),
  tree: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("list"), tie("fields")),
}));
const fields = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tree, { noNullPrototype: true });

describe("the merge patch between two objects", () => {
  it("turns the one into the other", () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        expect(applied(before, mergePatchBetween(before, after) ?? {})).toEqual(after);
      }),
    );
  });

  it("is none when they are equal", () => {
    fc.assert(
      fc.property(fields, (object) => {
        expect(mergePatchBetween(object, structuredClone(object))).toBeUndefined();
      }),
    );
  });

  it.each([
    { because: "only what differs is sent", before: { a: 1, b: 2 }, after: { a: 1, b: 3 }, patch: { b: 3 } },
    {
      because: "what is gone is taken out",
      before: { a: { b: 1, c: 2 } },
      after: { a: { c: 2 } },
      patch: { a: { b: null } },
    },
    { because: "undefined is absence", before: { a: 1 }, after: { a: undefined }, patch: { a: null } },
    { because: "lists are replaced whole", before: { a: [1, 2] }, after: { a: [2] }, patch: { a: [2] } },
  ])("$because", ({ before, after, patch }) => {
    expect(mergePatchBetween(before, after)).toEqual(patch);
  });
});
