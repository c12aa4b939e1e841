import { describe, expect, it } from "vitest";
import { DurationError, duration, milliseconds } from "../../provider/pulumi/duration";

describe("milliseconds", () => {
  it.each([
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["2.5m", 150_000],
    ["250ms", 250],
  ])("reads %s", (text, expected) => {
    expect(milliseconds(text)).toBe(expected);
  });

  it.each(["", "10", "ten minutes", "10m later", "-5m"])("refuses %j", (text) => {
    expect(() => milliseconds(text)).toThrow(DurationError);
  });
});

describe("duration", () => {
  it.each([
    [45_400, "45s"],
    [130_000, "2m 10s"],
    [3_900_000, "1h 5m"],
  ])("writes %d ms as %s", (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});
