import { describe, expect, it } from "vitest";
import { type KindName, kindNames, validateSpec } from "../../sdk/model";
import { fullExamples } from "./examples";

/** A copy with the text at one place replaced, for every text in a value. */
function* misspelt(value: unknown): Generator<unknown> {
  if (typeof value === "string") yield "misspelt";
  else if (typeof value === "object" && value !== null) {
    for (const [key, below] of Object.entries(value)) {
      for (const other of misspelt(below)) {
        yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
      }
    }
  }
}

describe("checks beyond the schema", () => {
  it.each(kindNames)("survive any text of a %s that is none of those allowed", (kind: KindName) => {
    for (const { spec } of fullExamples(kind)) {
      for (const wrong of misspelt(spec)) expect(() => validateSpec(kind, wrong, "manifest")).not.toThrow();
    }
  });
});
