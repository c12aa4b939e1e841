import type { Clock } from "./clock";

/** Rate headers of one answer, and when to come back if it was a refusal. */
export interface RateReport {
  /** Whether there was an answer at all. */
  answered?: boolean;
  limit?: number;
  remaining?: number;
  /** Set when the service refused with 429. */
  retryAfterMs?: number;
}

/** Atlas counts by the minute: an allowance of n grows back by one every n-th of it. */
const windowMs = 60_000;
const longestPace = 1000;

/** How many go before anything is known of a limit. */
const firstFew = 10;

interface Waiter {
  admit(): void;
}

/**
 * One allowance of requests, shared by all who draw on it: a project's, or an organisation's. Learns from the service's
 * `RateLimit-*` headers. While the allowance is used up its users wait in line and go one at a time, at the pace at which it grows
 * back, instead of all running into a refusal.
 */
export class RateBudget {
  private heard = false;
  private limit?: number;
  private remaining?: number;
  private heardAt = 0;
  private closedUntil = 0;
  private inFlight = 0;
  private readonly line: Waiter[] = [];
  private wake?: AbortController;

  constructor(private readonly clock: Clock) {}

  /** Resolves when a request may go; every call must be followed by one of `report`. Rejects with the signal's reason. */
  enter(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.line.length === 0 && this.delay() === 0) {
      this.inFlight++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.line.splice(this.line.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        admit: () => {
          signal?.removeEventListener("abort", leave);
          this.inFlight++;
          resolve();
        },
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.line.push(waiter);
      this.advance();
    });
  }

  /** What became of a request that was let in. */
  report(report: RateReport): void {
    this.inFlight--;
    const now = this.clock.now();
    if (report.answered) this.heard = true;
    if (report.limit !== undefined) this.limit = report.limit;
    if (report.retryAfterMs !== undefined) {
      this.closedUntil = Math.max(this.closedUntil, now + report.retryAfterMs);
      this.remaining = 0;
      this.heardAt = this.closedUntil;
    } else if (report.remaining !== undefined && now >= this.closedUntil) {
      this.remaining = report.remaining;
      this.heardAt = now;
    }
    this.advance();
  }

  /** Lets in whoever may go, and comes back when the next one may. */
  private advance(): void {
    this.wake?.abort();
    this.wake = undefined;
    for (let wait = this.delay(); this.line.length > 0; wait = this.delay()) {
      if (wait > 0) {
        if (Number.isFinite(wait)) this.comeBackIn(wait);
        return;
      }
      this.line.shift()?.admit();
    }
  }

  private comeBackIn(ms: number): void {
    const wake = new AbortController();
    this.wake = wake;
    this.clock.sleep(ms, wake.signal).then(
      () => this.advance(),
      () => {
        // Aborted by a later look at the line, which has taken over.
      },
    );
  }

  /** Milliseconds until one more may go; infinite when that hangs on an answer that is awaited. */
  private delay(): number {
    const now = this.clock.now();
    if (now < this.closedUntil) return this.closedUntil - now;
    if (this.remaining === undefined) return this.heard || this.inFlight < firstFew ? 0 : Number.POSITIVE_INFINITY;
    const fresh = now - this.heardAt <= windowMs;
    if ((fresh ? this.remaining : (this.limit ?? firstFew)) - this.inFlight > 0) return 0;
    if (this.inFlight > 0) return Number.POSITIVE_INFINITY;
    // After a refusal the service named the time itself; after a plain zero the next piece grows back at its pace.
    if (this.closedUntil > 0 && this.heardAt === this.closedUntil) return 0;
    return Math.max(0, this.heardAt + Math.min(longestPace, windowMs / (this.limit ?? windowMs)) - now);
  }
}
