import { describe, expect, it } from "vitest";
import { lastLine, partsOf, totals, type VitestReport } from "../../tools/test/summary";

const passed = { status: "passed" } as const;
const failed = { status: "failed" } as const;
const skipped = { status: "skipped" } as const;

const CASES: readonly { because: string; report: VitestReport["testResults"]; line: string }[] = [
  { because: "nothing ran", report: [], line: "0 passed, 0 failed" },
  {
    because: "results add up over files",
    report: [
      { name: "/r/test/a/x.test.ts", status: "passed", assertionResults: [passed, passed] },
      { name: "/r/test/b/y.test.ts", status: "failed", assertionResults: [passed, failed] },
    ],
    line: "3 passed, 1 failed",
  },
  {
    because: "a file that does not load has no test that could fail",
    report: [{ name: "/r/test/a/x.test.ts", status: "failed", message: "syntax", assertionResults: [] }],
    line: "0 passed, 1 failed",
  },
  {
    because: "a skipped test is never counted as passed",
    report: [{ name: "/r/test/a/x.test.ts", status: "passed", assertionResults: [passed, skipped] }],
    line: "1 passed, 0 failed, 1 skipped",
  },
];

describe("the last line of npm test", () => {
  it.each(CASES)("is right when $because", ({ report, line }) => {
    expect(lastLine(totals(partsOf({ testResults: report }, "/r/test")))).toBe(line);
  });

  it("keeps the tests of each folder apart", () => {
    const report: VitestReport = {
      testResults: [
        { name: "/r/test/provider/kinds/x.test.ts", status: "passed", assertionResults: [passed] },
        { name: "/r/test/provider/kinds/deep/y.test.ts", status: "passed", assertionResults: [passed] },
        { name: "/r/test/tools/z.test.ts", status: "failed", assertionResults: [failed] },
      ],
    };
    expect(partsOf(report, "/r/test")).toEqual([
      { name: "provider/kinds", passed: 2, failed: 0, skipped: 0 },
      { name: "tools", passed: 0, failed: 1, skipped: 0 },
    ]);
  });
});
