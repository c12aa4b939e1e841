import type { Clock } from "./clock";
import { codeOf } from "./redact";

/** Bounds of retrying. Times in milliseconds of the client's clock. */
export interface RetryPolicy {
  /** Attempts that may fail before the last failure is told; waits that the service asks for do not count. */
  attempts: number;
  /** First backoff; doubles with every failure. */
  firstDelayMs: number;
  longestDelayMs: number;
  /** Total time for failures, and for waits that the service asks for. */
  failureBudgetMs: number;
  waitBudgetMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 6,
  firstDelayMs: 500,
  longestDelayMs: 20_000,
  failureBudgetMs: 2 * 60_000,
  waitBudgetMs: 20 * 60_000,
};

/** What can go wrong with one attempt, as far as retrying cares. */
export type Setback =
  /** The service asked to come back (429, or 503 with Retry-After): it did nothing. */
  | { kind: "wait"; afterMs?: number }
  /** Nothing reached the service. */
  | { kind: "not-sent" }
  /** The service failed, or broke off: it may have done it. */
  | { kind: "unclear" };

/** Decides, for one call, whether and when to try again. */
export class RetryDecision {
  private failures = 0;
  private readonly start: number;
  private waited = 0;

  constructor(
    private readonly policy: RetryPolicy,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly repeatable: boolean,
  ) {
    this.start = clock.now();
  }

  /** Milliseconds to wait before the next attempt; `undefined` when there is none. */
  next(setback: Setback): number | undefined {
    if (setback.kind === "wait" && setback.afterMs !== undefined) {
      this.waited += setback.afterMs;
      return this.waited <= this.policy.waitBudgetMs ? setback.afterMs : undefined;
    }
    if (setback.kind === "unclear" && !this.repeatable) return undefined;
    this.failures++;
    if (this.failures >= this.policy.attempts) return undefined;
    const ceiling = Math.min(this.policy.longestDelayMs, this.policy.firstDelayMs * 2 ** (this.failures - 1));
    // Half is certain, so that a wait is one; half is chance, so that many do not return together.
    const delay = ceiling / 2 + (this.random() * ceiling) / 2;
    const spent = this.clock.now() - this.start - this.waited;
    return spent + delay <= this.policy.failureBudgetMs ? delay : undefined;
  }
}

/** Milliseconds that a Retry-After header asks for, in seconds or as a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
]);

/** Failures of TLS come before anything is sent, and another attempt meets the same certificate. */
export function isTlsFailure(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)|^EPROTO$/.test(code);
}

/** How a failure of the transport counts. */
export function setbackOf(error: unknown): Setback {
  return { kind: isTlsFailure(error) || beforeSending.has(codeOf(error) ?? "") ? "not-sent" : "unclear" };
}
