import { readdirSync, rmSync } from "node:fs";

/**
 * Removes a cache of Node.js's compiled code that has grown beyond `most` files: each program that a test writes and runs leaves one, for
 * good. Whoever uses it meanwhile compiles anew.
 *
 * @param most a whole run of the tests leaves some thousands, of 7 kB each
 */
export function removeOvergrown(directory: string, most = 50_000): void {
  if (filesIn(directory) > most) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

function filesIn(directory: string): number {
  try {
    return readdirSync(directory, { recursive: true }).length;
  } catch (error) {
    // It is not there yet, or another run is removing it.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}
