import { describe, expect, it } from "vitest";
import { assertOneSdk, TwoSdksError } from "../../sdk/pulumi/one-sdk";

describe("assertOneSdk", () => {
  const own = "/app/node_modules/@pulumi/pulumi";

  it.each([
    { because: "the program runs on the copy that we find", main: `${own}/cmd/run/index.js` },
    { because: "this is no run of Pulumi", main: "/app/node_modules/vitest/vitest.mjs" },
    { because: "nobody knows what was started", main: undefined },
  ])("is silent when $because", ({ main }) => {
    expect(() => assertOneSdk(main, own)).not.toThrow();
  });

  it("names both copies and what to do", () => {
    const attempt = () => assertOneSdk(`${own}/cmd/run/index.js`, "/lib/node_modules/@pulumi/pulumi");
    expect(attempt).toThrow(TwoSdksError);
    expect(attempt).toThrow(/\/app\/node_modules.*\/lib\/node_modules[\s\S]*npm dedupe/);
  });
});
