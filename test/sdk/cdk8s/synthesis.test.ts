import { Testing } from "cdk8s";
import { describe, expect, it } from "vitest";
import * as constructs from "../../../sdk/cdk8s";
import { type KindName, kindInfo, kindNames, specSchema } from "../../../sdk/model/kinds";
import { pathsOf, schemaPaths } from "../../samples/sample-spec";
import { fullSpecs } from "../../samples/values";

/** The class of a kind, for tests that go through all of them. */
function make(kind: KindName, chart: ReturnType<typeof Testing.chart>, id: string, spec: object): void {
  const { [kind]: made } = constructs;
  Reflect.construct(made, [chart, id, spec]);
}

describe.each(kindNames)("a %s with every field", (kind) => {
  it("is a sample of all fields that the model has", () => {
    const sampled = new Set(fullSpecs(kind).flatMap((spec) => pathsOf(spec)));
    expect(schemaPaths(specSchema(kind)).filter((path) => !sampled.has(path))).toEqual([]);
  });

  it("is written as it was given, and nothing is added", () => {
    const chart = Testing.chart();
    const specs = fullSpecs(kind);
    for (const [index, spec] of specs.entries()) make(kind, chart, `full-${index}`, spec);
    const written = Testing.synth(chart);
    expect(written.map((object) => object.spec)).toEqual(specs);
    for (const object of written) expect(object).toMatchObject({ apiVersion: kindInfo(kind).apiVersion, kind });
  });

  it("is the same text every time, with its fields in a fixed order", () => {
    const written = [1, 2].map(() => {
      const chart = Testing.chart();
      for (const [index, spec] of fullSpecs(kind).entries()) make(kind, chart, `full-${index}`, spec);
      return Testing.synth(chart);
    });
    expect(JSON.stringify(written[0])).toBe(JSON.stringify(written[1]));
    expect(written[0]).toMatchSnapshot();
  });
});
