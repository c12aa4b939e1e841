import { soakRounds } from "../../harness/soak";

/** A soak shares its machine with whatever else runs there for as long. */
const PATIENCE_MS = soakRounds > 0 ? 300_000 : 60_000;

/**
 * Waits until `look` answers with something, looking often, and answers with that.
 * @throws with `what` when it takes too long
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
