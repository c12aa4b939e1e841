import type { IncomingHttpHeaders } from "node:http";
import { backoffMs } from "../time";
import { KubeApiError, KubeUnreachableError } from "./errors";

const QUICK = { firstMs: 200, maxMs: 5_000 };
/** A server that asks for more is better asked again by the next pass. */
const LONGEST_ASKED_WAIT_MS = 60_000;

/** What one attempt ended with, as far as trying again cares. */
export interface FailedAttempt {
  error: unknown;
  /** From 1. */
  attempt: number;
  /** From the answer's Retry-After, in milliseconds. */
  retryAfterMs?: number;
  /** Whether doing it twice is the same as doing it once. */
  repeatable: boolean;
}

/** How long to wait before the next attempt, in milliseconds; `undefined` when there must be none. */
export function retryDelayMs({ error, attempt, retryAfterMs, repeatable }: FailedAttempt): number | undefined {
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_ASKED_WAIT_MS) return undefined;
  const asked = retryAfterMs === undefined ? 0 : retryAfterMs;
  if (error instanceof KubeUnreachableError) return repeatable ? backoffMs(QUICK, attempt) : undefined;
  if (!(error instanceof KubeApiError)) return undefined;
  // 429, and a 503 that names a time, come before anything was done.
  const refusedUnread = error.status === 429 || (error.status === 503 && retryAfterMs !== undefined);
  if (!refusedUnread && !(repeatable && error.status >= 500)) return undefined;
  return Math.max(asked, backoffMs(QUICK, attempt));
}

/** Milliseconds that a Retry-After header asks for; the API server sends whole seconds. */
export function retryAfterOf(headers: IncomingHttpHeaders): number | undefined {
  const header = headers["retry-after"];
  return header !== undefined && /^\d+$/.test(header) ? Number(header) * 1000 : undefined;
}
