import { Testing } from "cdk8s";
import { describe, expect, it } from "vitest";
import * as constructs from "../../../sdk/cdk8s";
import { type KindName, kindInfo, kindNames } from "../../../sdk/model/kinds";
import { fullExamples } from "../../model/examples";

/** What the constructs write for manifests that together hold every field of a kind. They are of one name in Atlas: each has its app. */
function synthesize(kind: KindName): { apiVersion: string; kind: string; metadata: object; spec: object }[] {
  const { [kind]: made } = constructs;
  return fullExamples(kind).flatMap(({ metadata, spec }) => {
    const chart = Testing.chart();
    Reflect.construct(made, [chart, metadata.name, { metadata, ...spec }]);
    return Testing.synth(chart);
  });
}

describe.each(kindNames)("a %s with every field", (kind) => {
  it("is written as it was given, without the defaults that a cluster fills in", () => {
    expect(synthesize(kind)).toEqual(fullExamples(kind));
  });

  it("is the same text every time, with its fields in a fixed order", () => {
    const text = JSON.stringify(synthesize(kind), undefined, 2);
    expect(JSON.stringify(synthesize(kind), undefined, 2)).toBe(text);
    expect(text).toMatchSnapshot();
  });

  it("says which group and version it belongs to", () => {
    const { apiVersion } = kindInfo(kind);
    const { [kind]: made } = constructs;
    expect(made.GVK).toEqual({ apiVersion, kind });
  });
});
