import { describe, expect, it } from "vitest";
import { inputVariables, textsOf } from "../../../provider/schema/project/reading";

describe("what env://name stands for", () => {
  it.each([
    { because: "a text is one", value: "file://a.sql", texts: ["file://a.sql"] },
    { because: "a list has several", value: ["file://a.sql", "file://b.sql"], texts: ["file://a.sql", "file://b.sql"] },
    { because: "a list of one has one", value: ["file://a.sql"], texts: ["file://a.sql"] },
    { because: "an empty list has none", value: [], texts: [] },
    { because: "a map names nothing", value: { a: "file://a.sql" }, texts: [] },
    { because: "objects name nothing", value: [{ a: "file://a.sql" }], texts: [] },
  ])("$because", ({ value, texts }) => {
    const { name } = inputVariables([["name", value]]);
    expect(name && textsOf(name)).toEqual(texts);
  });
});
