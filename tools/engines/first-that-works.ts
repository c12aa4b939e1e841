import { type Attempt, EngineUnavailableError, reasonOf } from "./errors";

/** One way to get an engine. Throws with the reason when it is not the one. */
export interface Way<T> {
  /** As it is listed when all fail: `pulumi on PATH`. */
  name: string;
  find(): Promise<T>;
}

/**
 * Takes the first way that works, in order.
 *
 * @throws EngineUnavailableError that lists every way and why it failed
 */
export async function firstThatWorks<T>(engine: string, ways: readonly Way<T>[], hint: string): Promise<T> {
  const attempts: Attempt[] = [];
  let last: unknown;
  for (const way of ways) {
    try {
      return await way.find();
    } catch (error) {
      attempts.push({ way: way.name, reason: reasonOf(error) });
      last = error;
    }
  }
  throw new EngineUnavailableError(engine, attempts, hint, last);
}
