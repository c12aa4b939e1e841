import { it } from "vitest";

/**
 * Stands in for a suite whose engine cannot be had: a skip that is counted under the suite's name, and its reason on stderr, so
 * that a run without engines never looks like a whole one.
 */
export function skipLoudly(title: string, engine: string, problem: string): void {
  process.stderr.write(`\nSKIPPED: ${title}\n${problem}\n`);
  it.skip(`needs ${engine}, which cannot be had here`);
}
