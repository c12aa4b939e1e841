import { dirname, relative, sep } from "node:path";

/** What vitest's JSON reporter writes, as far as a summary needs it. */
export interface VitestReport {
  testResults: readonly {
    /** Absolute path of the test file. */
    name: string;
    status: "passed" | "failed" | "pending" | "skipped";
    message?: string;
    assertionResults: readonly { status: "passed" | "failed" | "pending" | "skipped" | "todo" | "disabled" }[];
  }[];
}

/** The tests of one folder. */
export interface Part {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
}

/** Counts by folder under `root`. A file that fails outside of its tests, as by not loading, counts as one failure. */
export function partsOf(report: VitestReport, root: string): Part[] {
  const parts = new Map<string, Part>();
  for (const file of report.testResults) {
    const name = dirname(relative(root, file.name)).split(sep).slice(0, 2).join("/");
    const part = parts.get(name) ?? { name, passed: 0, failed: 0, skipped: 0 };
    parts.set(name, part);
    const count = (status: string) => file.assertionResults.filter((test) => test.status === status).length;
    const failed = count("failed");
    part.passed += count("passed");
    part.failed += failed === 0 && file.status === "failed" ? 1 : failed;
    part.skipped += file.assertionResults.length - count("passed") - failed;
  }
  return [...parts.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The sum of all parts. */
export function totals(parts: readonly Part[]): Part {
  const sum = (pick: (part: Part) => number) => parts.reduce((total, part) => total + pick(part), 0);
  return {
    name: "total",
    passed: sum((part) => part.passed),
    failed: sum((part) => part.failed),
    skipped: sum((part) => part.skipped),
  };
}

/** One line a part, columns aligned. */
export function table(parts: readonly Part[]): string {
  const width = Math.max(0, ...parts.map(({ name }) => name.length));
  return parts.map((part) => `  ${part.name.padEnd(width)}  ${lastLine(part)}\n`).join("");
}

/** `N passed, N failed`, and the skipped ones when there are any. */
export function lastLine({ passed, failed, skipped }: Part): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
