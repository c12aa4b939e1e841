import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareFacts } from "../../tools/contract/fields/compare";
import { deliberateDifferences } from "../../tools/contract/fields/deliberate";
import type { DefinitionFacts } from "../../tools/contract/fields/facts";
import { factsIn } from "../../tools/contract/fields/ours";

const root = join(__dirname, "../..");
const fixture: { kinds: Record<string, DefinitionFacts> } = JSON.parse(
  readFileSync(join(root, "test/model/fixtures/upstream-fields.json"), "utf8"),
);
const ours = factsIn(join(root, "crds"));

describe("our custom resource definitions, compared with upstream's", () => {
  it("cover every kind of the fixture, and the fixture every kind of ours", () => {
    expect(Object.keys(ours).sort()).toEqual(Object.keys(fixture.kinds).sort());
  });

  it.each(Object.entries(fixture.kinds))("%s has every field, type, bound, default and rule", (kind, theirs) => {
    const facts = ours[kind];
    const deliberate = deliberateDifferences.filter((one) => one.kind === kind).map((one) => one.where);
    const differences = facts ? compareFacts(facts, theirs) : [];
    expect(differences.filter(({ where }) => !deliberate.includes(where))).toEqual([]);
  });

  it.each(deliberateDifferences)("$kind $where still differs, because $because", ({ kind, where }) => {
    const [mine, theirs] = [ours[kind], fixture.kinds[kind]];
    const differences = mine && theirs ? compareFacts(mine, theirs) : [];
    expect(differences.map((one) => one.where)).toContain(where);
  });

  it("would notice a field that is missing, added or changed", () => {
    const mine = structuredClone(ours.AtlasTeam);
    const theirs = fixture.kinds.AtlasTeam;
    if (!mine || !theirs) throw new RangeError("AtlasTeam is gone");
    delete mine.fields["spec.name"];
    mine.fields["spec.colour"] = { type: "string" };
    mine.fields["status.id"] = { type: "string", maxLength: 24 };
    expect(compareFacts(mine, theirs).map((one) => one.where)).toEqual(["spec.name", "status.id", "spec.colour"]);
  });
});
