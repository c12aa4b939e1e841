import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAtlasDate } from "../../sdk/model/atlas-date";
import { nearest } from "../../sdk/model/nearest";
import { isAtOrBelow, readPath, writePath } from "../../sdk/model/spec-path";

describe("a date of Atlas", () => {
  it.each([
    ["2026-12-31", "2026-12-31T00:00:00.000Z"],
    ["2026-12-31T23:59:59", "2026-12-31T23:59:59.000Z"],
    ["2026-12-31T23:59:59Z", "2026-12-31T23:59:59.000Z"],
    ["2026-12-31T23:59:59.125Z", "2026-12-31T23:59:59.125Z"],
    ["2026-12-31T23:59:59.5Z", "2026-12-31T23:59:59.500Z"],
    ["2026-12-31T23:59:59+02", "2026-12-31T21:59:59.000Z"],
    ["2026-12-31T23:59:59+0230", "2026-12-31T21:29:59.000Z"],
    ["2026-12-31T23:59:59-02:30", "2027-01-01T02:29:59.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
  ])("%s is %s", (text, instant) => {
    expect(parseAtlasDate(text)?.toISOString()).toBe(instant);
  });

  it.each([
    ["", "nothing is no date"],
    ["2026-02-29", "the year has no such day"],
    ["2026-13-01", "there are twelve months"],
    ["2026-12-31T24:00:00Z", "hours end at 23"],
    ["2026-12-31T23:59", "seconds are needed"],
    ["2026-12-31 23:59:59", "a T stands between date and time"],
    ["2026-12-31T23:59:59+25", "offsets end at 23 hours"],
    ["31.12.2026", "years come first"],
    ["2026-12-31T23:59:59Zjunk", "nothing may follow"],
  ])("%j is refused, because %s", (text) => {
    expect(parseAtlasDate(text)).toBeUndefined();
  });
});

describe("what was meant", () => {
  it.each<[string, string[], string | undefined, string]>([
    ["MANAGD", ["NONE", "MANAGED", "CUSTOMER"], "MANAGED", "a letter is missing"],
    ["manged", ["NONE", "MANAGED"], "MANAGED", "case does not count"],
    ["user_name", ["username", "roles"], "username", "a letter is too many"],
    ["roels", ["roles", "scopes"], "roles", "two letters are swapped"],
    ["a", ["xyz"], undefined, "it is like none"],
    ["", ["xyz"], undefined, "nothing was written"],
    ["region", ["regions", "regionName"], "regions", "the nearest one wins"],
  ])("by %j out of %j is %j, because %s", (text, candidates, meant) => {
    expect(nearest(text, candidates)).toBe(meant);
  });
});

describe("a path", () => {
  it("is read back as it was written", () => {
    const step = fc.oneof(fc.nat(99), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(readPath(writePath("spec", steps))).toEqual(["spec", ...steps]);
      }),
      { seed: 5 },
    );
  });

  it.each([
    ["spec.roles[0].name", "spec.roles[0]", true],
    ["spec.roles[0]", "spec.roles", true],
    ["spec.roles", "spec.roles", true],
    ["spec.rolesToo", "spec.roles", false],
    ["spec", "spec.roles", false],
  ])("%s lies at or below %s: %s", (path, above, expected) => {
    expect(isAtOrBelow(path, above)).toBe(expected);
  });
});
