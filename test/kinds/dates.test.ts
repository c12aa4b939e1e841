import { describe, expect, it } from "vitest";
import { normaliseDate, parseAtlasDate } from "../../provider/kinds/dates";

describe("a declared date", () => {
  it.each([
    ["2026-11-21", "2026-11-21T00:00:00Z", "a day begins at midnight UTC"],
    ["2026-11-21T08:00:00", "2026-11-21T08:00:00Z", "UTC where no offset is given"],
    ["2026-11-21T08:00:00Z", "2026-11-21T08:00:00Z", "Z is UTC"],
    ["2026-11-21T08:00:00.123Z", "2026-11-21T08:00:00Z", "Atlas keeps whole seconds"],
    ["2026-11-21T08:00:00+01", "2026-11-21T07:00:00Z", "an offset in hours"],
    ["2026-11-21T08:00:00-0330", "2026-11-21T11:30:00Z", "an offset without a colon"],
    ["2026-11-21T23:30:00-05:00", "2026-11-22T04:30:00Z", "an offset may change the day"],
  ])("%s is %s, because %s", (text, instant) => {
    expect(normaliseDate(text)).toBe(instant);
  });

  it.each(["tomorrow", "2026-02-31", "2026-11-21 08:00:00", "2026-11-21T25:00:00", "21.11.2026", ""])(
    "cannot be %j",
    (text) => {
      expect(parseAtlasDate(text)).toBeUndefined();
    },
  );
});
