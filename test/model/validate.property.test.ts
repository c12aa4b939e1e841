import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDefaults } from "../../sdk/model/defaults";
import { kindNames, specSchema } from "../../sdk/model/kinds";
import { validateSpec } from "../../sdk/model/validate";
import { specArbitrary } from "./arbitrary";
import { fullExamples } from "./examples";
import { fieldPaths, schemaPaths } from "./paths";

describe.each([...kindNames])("%s", (kind) => {
  it("takes every manifest that its schema can make", () => {
    fc.assert(
      fc.property(specArbitrary(kind, "manifest"), (spec) => {
        expect(validateSpec(kind, spec, "manifest")).toEqual([]);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it("takes every resolved spec that its schema can make", () => {
    fc.assert(
      fc.property(specArbitrary(kind, "resolved"), (spec) => {
        expect(validateSpec(kind, spec, "resolved")).toEqual([]);
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  it("stays valid with its defaults, which fill in once and for all", () => {
    fc.assert(
      fc.property(specArbitrary(kind, "manifest"), (spec) => {
        const filled = applyDefaults(kind, spec);
        expect(validateSpec(kind, filled, "manifest")).toEqual([]);
        expect(applyDefaults(kind, filled)).toEqual(filled);
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it("finds an unknown field wherever one is put", () => {
    fc.assert(
      fc.property(specArbitrary(kind, "manifest"), (spec) => {
        const faults = validateSpec(kind, { ...spec, zzz: 1 }, "manifest");
        expect(faults.map((fault) => fault.path)).toEqual(["spec.zzz"]);
      }),
      { numRuns: 10, seed: 4 },
    );
  });

  it("has full examples that are valid and together set every field", () => {
    const examples = fullExamples(kind);
    for (const { spec } of examples) expect(validateSpec(kind, spec, "manifest")).toEqual([]);
    const set = new Set(examples.flatMap(({ spec }) => fieldPaths(spec)));
    expect(schemaPaths(specSchema(kind)).filter((path) => !set.has(path))).toEqual([]);
  });
});
