/** Resolves after `ms` milliseconds; rejects with the signal's reason when that comes first. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** How long to wait after repeated failures, in milliseconds. */
export interface Backoff {
  firstMs: number;
  maxMs: number;
}

/**
 * The wait after the n-th failure in a row (n from 1): doubles up to the maximum. Half of it is certain, so that a wait is one;
 * half is chance, so that many do not return together.
 */
export function backoffMs({ firstMs, maxMs }: Backoff, failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 40));
  return ceiling / 2 + (random() * ceiling) / 2;
}

/** A signal that ends by itself; `clear` it when what it was for has ended. */
export interface TimedSignal {
  signal: AbortSignal;
  clear(): void;
}

/**
 * A signal that is aborted with another one, or when time is up. Not AbortSignal.any: a parent that lives as long as the process
 * would gather what thousands of passes derive from it.
 */
export function within(parent: AbortSignal | undefined, ms: number, late: () => Error): TimedSignal {
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  else parent?.addEventListener("abort", follow, { once: true });
  const timer = setTimeout(() => controller.abort(late()), ms);
  const clear = (): void => {
    clearTimeout(timer);
    parent?.removeEventListener("abort", follow);
  };
  return { signal: controller.signal, clear };
}
