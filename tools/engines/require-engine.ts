import { describe } from "vitest";
import { isAtlasIacError } from "../../sdk/model/errors";
import { type EngineName, getEngine } from "./registry";
import { skipLoudly } from "./skip-loudly";

/** Real engines take seconds where unit tests take milliseconds. */
const ENGINE_TEST_MS = 120_000;

/**
 * A suite that needs a real engine. Where the engine cannot be had, the suite is skipped under its name, loudly: the
 * reasons are printed and the skip is counted, so that a run without engines never looks like a whole one.
 */
export function describeWithEngine(engine: EngineName, title: string, suite: () => void): void {
  describe(title, { timeout: ENGINE_TEST_MS }, async () => {
    const problem = await problemWith(engine);
    if (problem === undefined) {
      suite();
      return;
    }
    skipLoudly(title, engine, problem);
  });
}

async function problemWith(engine: EngineName): Promise<string | undefined> {
  try {
    await getEngine(engine);
    return undefined;
  } catch (error) {
    if (isAtlasIacError(error)) return error.describe();
    throw error;
  }
}
