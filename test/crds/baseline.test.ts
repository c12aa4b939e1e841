import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DefinitionFacts, FieldFacts } from "../../tools/contract/fields/facts";
import { baselineFile, baselineText, formerFacts, objections, presentFacts } from "../../tools/crds/baseline";
import { narrowings } from "../../tools/crds/narrowing";

const facts = (fields: Record<string, FieldFacts>, rules: string[] = []): DefinitionFacts => ({
  names: {
    group: "atlas.mongodb.com",
    version: "v1",
    scope: "Namespaced",
    plural: "ts",
    singular: "t",
    listKind: "TList",
    shortNames: [],
    categories: [],
    subresources: [],
  },
  printerColumns: [],
  cel: rules.map((rule) => ({ path: "spec", rule })),
  fields: { spec: { type: "object" }, ...fields },
});

const text: FieldFacts = { type: "string" };

const cases: { because: string; former: DefinitionFacts; present: DefinitionFacts; says: string[] }[] = [
  { because: "nothing changed", former: facts({ "spec.a": text }), present: facts({ "spec.a": text }), says: [] },
  { because: "a field came", former: facts({}), present: facts({ "spec.a": text }), says: [] },
  {
    because: "a field went, and what objects say in it would be dropped",
    former: facts({ "spec.a": text }),
    present: facts({}),
    says: ["spec.a is gone"],
  },
  {
    because: "a field became required",
    former: facts({ "spec.a": text }),
    present: facts({ "spec.a": { ...text, required: true } }),
    says: ["spec.a became required"],
  },
  {
    because: "a new field is required",
    former: facts({}),
    present: facts({ "spec.a": { ...text, required: true } }),
    says: ["spec.a is new and required"],
  },
  {
    because: "a new object has a required field, and no object has the object yet",
    former: facts({}),
    present: facts({ "spec.o": { type: "object" }, "spec.o.a": { ...text, required: true } }),
    says: [],
  },
  {
    because: "an allowed value went",
    former: facts({ "spec.a": { ...text, enum: ["x", "y"] } }),
    present: facts({ "spec.a": { ...text, enum: ["y", "z"] } }),
    says: ["spec.a no longer takes x"],
  },
  {
    because: "values are listed that were free",
    former: facts({ "spec.a": text }),
    present: facts({ "spec.a": { ...text, enum: ["x"] } }),
    says: ["spec.a no longer takes any other"],
  },
  {
    because: "bounds became narrower",
    former: facts({ "spec.a": { type: "integer", maximum: 10 } }),
    present: facts({ "spec.a": { type: "integer", minimum: 1, maximum: 5 } }),
    says: ["spec.a has a higher minimum", "spec.a has a lower maximum"],
  },
  {
    because: "bounds became wider",
    former: facts({ "spec.a": { ...text, minLength: 3, pattern: "x" } }),
    present: facts({ "spec.a": { ...text, minLength: 1 } }),
    says: [],
  },
  {
    because: "the type is another",
    former: facts({ "spec.a": text }),
    present: facts({ "spec.a": { type: "integer" } }),
    says: ["spec.a was of type string, and is of type integer"],
  },
  {
    because: "there is a new rule",
    former: facts({}),
    present: facts({}, ["has(self.a)"]),
    says: ["spec has the new rule has(self.a)"],
  },
  { because: "a rule went", former: facts({}, ["has(self.a)"]), present: facts({}), says: [] },
  {
    because: "status is written anew",
    former: facts({ "status.a": text }),
    present: facts({}),
    says: [],
  },
];

describe("a changed definition", () => {
  it.each(cases)("is objected to with $says, because $because", ({ former, present, says }) => {
    expect(narrowings(former, present)).toEqual(says);
  });

  it("is objected to when the whole kind is gone", () => {
    expect(objections({ AtlasTeam: facts({}) }, {})).toEqual(["AtlasTeam: it is gone"]);
  });
});

describe("the custom resource definitions", () => {
  it("let in every object that those given out before did", () => {
    expect(objections(formerFacts(), presentFacts())).toEqual([]);
  });

  it("are in the baseline: `npm run crds:baseline` takes new fields in", () => {
    expect(readFileSync(baselineFile, "utf8")).toBe(baselineText(presentFacts()));
  });
});
