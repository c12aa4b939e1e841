import { expect, it } from "vitest";
import { isAsApplied, readOwned } from "../../provider/kinds/owned";
import { handlerOf } from "../../provider/kinds/registry";
import { fixtures } from "./conformance/fixtures";
import { fill } from "./conformance/world";

const names = { $org: "org", $project: "project", $teamA: "a", $teamB: "b", $unique: "1", $given: "given" };

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

it.each(fixtures)(
  "a declaration of $title is told from every other, secrets and embedded objects included",
  (fixture) => {
    const handler = handlerOf(fixture.kind);
    const base = fill(fixture.base, names);
    const owned = readOwned(JSON.parse(JSON.stringify(handler.claim(base, undefined, () => false))));
    expect(owned).toBeDefined();
    expect(isAsApplied(handler, structuredClone(base), owned)).toBe(true);
    for (const { set } of fixture.mutations) {
      expect(isAsApplied(handler, fill({ ...fixture.base, ...set }, names), owned)).toBe(false);
    }
  },
);

it("a declaration of which nothing is recorded is not known to be the one that was applied", () => {
  expect(isAsApplied(handlerOf("AtlasTeam"), { name: "developers" }, undefined)).toBe(false);
});
