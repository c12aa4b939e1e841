import { relative, sep } from "node:path";
import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/**
 * How long a file of a folder takes on average, in milliseconds, where none has been timed on this machine: a fresh checkout's case.
 * Only the order counts. Folders that are not listed are over in no time.
 */
export const USUAL_MS: Readonly<Record<string, number>> = {
  e2e: 36_000,
  "kinds/conformance": 20_000,
  operator: 10_000,
  schema: 7_500,
  examples: 6_000,
  tools: 4_000,
  cli: 3_500,
};

/** What is usual for the innermost listed folder that a file is in. @param file relative to the folder of all tests */
export function usualMs(file: string): number {
  const folders = file.split(sep).slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const usual = USUAL_MS[folders.slice(0, depth).join("/")];
    if (usual !== undefined) return usual;
  }
  return 0;
}

/**
 * Starts the files that take longest first, so that no worker is busy with one for a minute when all others have nothing left to do.
 *
 * Vitest's own order does so with files it has timed before, and goes by their size without; then what fails comes first, as there.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = files.map((file) => {
      const last = this.ctx.cache.getTestSpecificationResult(file);
      const place = relative(`${this.ctx.config.root}${sep}test`, file.moduleId);
      return { file, failed: last?.failed === true, ms: last?.duration ?? usualMs(place) };
    });
    return known.sort((a, b) => Number(b.failed) - Number(a.failed) || b.ms - a.ms).map(({ file }) => file);
  }
}
