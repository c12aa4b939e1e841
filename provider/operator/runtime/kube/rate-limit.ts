import { sleep } from "../time";

/**
 * A token bucket: `burst` requests at once, `qps` a second in the long run, first come first served. What waits in it, waits here
 * and not in the API server's own queues, where it would delay others.
 */
export class RateLimit {
  private tokens: number;
  private refilledAt = performance.now();

  constructor(
    private readonly qps: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /** Resolves when a request may be sent. Rejects with the signal's reason if that comes first; its turn is then lost. */
  async take(signal?: AbortSignal): Promise<void> {
    const now = performance.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.refilledAt) / 1000) * this.qps);
    this.refilledAt = now;
    // Below zero, the debt is the queue: each further caller waits behind those before.
    this.tokens -= 1;
    if (this.tokens < 0) await sleep((-this.tokens / this.qps) * 1000, signal);
  }
}
