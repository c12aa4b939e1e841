import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSeal, matchesSeal, sealSecret } from "../../provider/kinds/seal";

describe("a seal", () => {
  it("matches the secret it was made from and no other", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (secret, other) => {
        const seal = sealSecret(secret);
        expect(matchesSeal(secret, seal)).toBe(true);
        expect(matchesSeal(other, seal)).toBe(other === secret);
        expect(isSeal(seal)).toBe(true);
      }),
    );
  });

  it("of one secret differs each time, so that equal passwords do not show as equal", () => {
    expect(sealSecret("same")).not.toBe(sealSecret("same"));
  });

  it("does not hold the secret", () => {
    const seal = sealSecret("canary-password");
    expect(seal).not.toContain("canary");
    expect(Buffer.from(seal, "base64").toString("latin1")).not.toContain("canary");
  });

  for (const text of [
    undefined,
    "",
    "v1",
    "v1::",
    "v2:a:b",
    "v1:a:b:c",
    "plain password",
    sealSecret("x").slice(0, -1),
  ]) {
    it(`is not ${JSON.stringify(text)?.slice(0, 20)}, which matches nothing`, () => {
      expect(matchesSeal("x", text)).toBe(false);
    });
  }
});
