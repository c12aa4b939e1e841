import { expect, it } from "vitest";
import { readOwned } from "../../provider/kinds/owned";

it.each([
  {
    because: "all of it is kept",
    kept: { spec: { name: "shop" }, underWay: ["PeersReady"], ids: { alerts: ["a", "b"] } },
  },
  { because: "most of it may be missing", kept: { spec: {} } },
])("what is owned is read back as it was kept: $because", ({ kept }) => {
  expect(readOwned(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

it.each([
  { because: "there is nothing", kept: undefined, owned: undefined },
  { because: "it is a list", kept: [], owned: undefined },
  { because: "no declaration is in it", kept: { underWay: ["x"] }, owned: undefined },
  {
    because: "ids are texts in lists",
    kept: { spec: {}, ids: { a: ["1", 2], b: "c" } },
    owned: { spec: {}, ids: { a: ["1"] } },
  },
  { because: "conditions are a list", kept: { spec: {}, underWay: 1 }, owned: { spec: {} } },
])("what was not written by us tells nothing: $because", ({ kept, owned }) => {
  expect(readOwned(kept)).toEqual(owned);
});
