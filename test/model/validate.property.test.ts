import fc, { type Stream } from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDefaults } from "../../sdk/model/defaults";
import { kindNames, specSchema } from "../../sdk/model/kinds";
import { type Form, validateSpec } from "../../sdk/model/validate";
import { specArbitrary } from "./arbitrary";
import { fullExamples } from "./examples";
import { fieldPaths, schemaPaths } from "./paths";

/** Puts something else in one place of a value; the stream says which way to go. */
function replaceOne(value: unknown, where: Stream<number>, other: unknown): unknown {
  if (typeof value !== "object" || value === null) return other;
  const keys = Object.keys(value);
  const [turn, choice] = [where.next().value, where.next().value];
  const key = keys[Math.floor(choice * keys.length)];
  if (key === undefined || turn < 0.2) return other;
  const inner = replaceOne(Reflect.get(value, key), where, other);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  return { ...value, [key]: inner };
}

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

  it("answers, whatever is broken or not known yet", () => {
    const later = Symbol("known after apply");
    const places = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    const broken = fc.oneof(fc.constant(later), fc.constant(null), fc.constant(undefined), fc.jsonValue());
    const forms = fc.constantFrom<Form>("manifest", "resolved");
    fc.assert(
      fc.property(specArbitrary(kind, "manifest"), places, broken, forms, (spec, where, value, form) => {
        const changed = replaceOne(spec, where, value);
        const faults = validateSpec(kind, changed, form, { isUnknown: (one) => one === later });
        expect(faults.every(({ path, message }) => path.startsWith("spec") && message !== "")).toBe(true);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("has full examples that are valid and together set every field", () => {
    const examples = fullExamples(kind);
    for (const { spec } of examples) expect(validateSpec(kind, spec, "manifest")).toEqual([]);
    const set = new Set(examples.flatMap(({ spec }) => fieldPaths(spec)));
    expect(schemaPaths(specSchema(kind)).filter((path) => !set.has(path))).toEqual([]);
  });
});
