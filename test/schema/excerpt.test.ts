import { describe, expect, it } from "vitest";
import { StatementError } from "../../provider/schema/errors";
import { excerptOf, quotedStatement } from "../../provider/schema/excerpt";

const lines = (n: number) => Array.from({ length: n }, (_, i) => `insert into t values (${i + 1});`).join("\n");

describe("a long text in a message", () => {
  it("is whole up to 2,000 characters", () => {
    const text = "x".repeat(2000);
    expect(excerptOf(text)).toBe(text);
    expect(quotedStatement('say "a"')).toBe('"say \\"a\\""');
  });

  it("else is what begins it, and tells how much there is", () => {
    expect(excerptOf("x".repeat(3_000_000))).toBe(`${"x".repeat(400)} … (400 of 3000000 characters)`);
  });

  it("is what stands about the position that the database complains of, with its line", () => {
    const text = lines(5000);
    const position = text.indexOf("(4000)") + 1;
    const shown = excerptOf(text, position);
    expect(shown).toMatch(/^… [\s\S]*\(4000\)[\s\S]* … \(400 of \d+ characters, from its line 399\d\)$/);
    const cause = new StatementError("syntax error", "42601", { position });
    expect(JSON.parse(quotedStatement(text, cause))).toBe(shown);
  });

  it("is what ends it, where the position is there", () => {
    const text = lines(5000);
    for (const position of [text.length, text.length + 9]) {
      expect(excerptOf(text, position)).toMatch(/^… [\s\S]*\(5000\); \(400 of/);
    }
  });
});
