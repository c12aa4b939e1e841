import { DevDatabaseError } from "../errors";

/**
 * Runs `work` in a dev database, and then `empty`, also where `work` fails. What went wrong in it is what is to be reported: that
 * the database could not be emptied either stands behind it, after its own causes.
 */
export async function thenEmpty<T>(work: () => Promise<T>, empty: () => Promise<void>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await empty().catch((second: unknown) => standBehind(error, second));
    throw error;
  }
  await empty();
  return result;
}

function standBehind(error: unknown, second: unknown): void {
  let last = error;
  for (const seen = new Set<unknown>(); last instanceof Error && last.cause !== undefined && !seen.has(last); ) {
    seen.add(last);
    last = last.cause;
  }
  if (!(last instanceof Error) || last.cause !== undefined) return;
  last.cause = new DevDatabaseError("afterwards, the dev database could not be emptied", { cause: second });
}
