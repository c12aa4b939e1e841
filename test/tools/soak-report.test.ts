import { describe, expect, it } from "vitest";
import { soakReport, sumUp, survived, type Tally, talliesIn } from "../../tools/soak/report";

const tally = (what: string, more: Partial<Tally> = {}): Tally => ({
  what,
  kills: 10,
  resumed: 9,
  undecidable: 1,
  lost: 0,
  twice: 0,
  faults: [],
  ...more,
});

describe("the report of npm run soak", () => {
  it("is read back as it was written, so that a part that is not tried keeps its result", () => {
    const tallies = [tally("migrations on SQLite, mode `all`"), tally("operator, at each of its calls", { lost: 2 })];
    expect(talliesIn(soakReport(tallies, new Date("2026-11-21T00:00:00Z"), 8))).toEqual(tallies);
  });

  it("adds up single runs of the same thing, with all that went wrong in them", () => {
    const runs = [tally("a", { faults: ["one"] }), tally("b"), tally("a", { lost: 1, faults: ["two"] })];
    const [a, b] = sumUp(runs);
    expect(a).toEqual(tally("a", { kills: 20, resumed: 18, undecidable: 2, lost: 1, faults: ["one", "two"] }));
    expect(b).toEqual(tally("b"));
    expect(survived([b ?? tally("b")])).toBe(true);
    expect(survived([a ?? tally("a")])).toBe(false);
  });
});
