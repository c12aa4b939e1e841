import type { SimulatedClock } from "./clock";
import { problemWith } from "./problem";

const MINUTE = 60_000;

/** Requests a simulated minute, counted for every project and every organisation by itself. */
export interface RateLimits {
  /** For one project. */
  group?: number;
  /** For one organisation, and for what belongs to none. */
  org?: number;
}

/** Counts requests in whole minutes of simulated time. */
export class RateLimiter {
  readonly #windows = new Map<string, { minute: number; used: number }>();

  constructor(
    private readonly clock: SimulatedClock,
    private readonly limits: Required<RateLimits>,
  ) {}

  /**
   * Takes one request out of the scope's budget.
   *
   * @returns the headers that tell what is left.
   * @throws Problem 429 with Retry-After in real seconds.
   */
  take(params: Readonly<Record<string, string>>, principal: string, path: string): Record<string, string> {
    const scope = params.groupId ?? params.orgId ?? principal;
    const limit = params.groupId === undefined ? this.limits.org : this.limits.group;
    const now = this.clock.now();
    const minute = Math.floor(now / MINUTE);
    const known = this.#windows.get(scope);
    const window = known?.minute === minute ? known : { minute, used: 0 };
    this.#windows.set(scope, window);
    window.used += 1;
    const headers = {
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(Math.max(0, limit - window.used)),
    };
    if (window.used > limit) {
      const retryAfter = String(this.clock.realSeconds((minute + 1) * MINUTE - now));
      throw problemWith("RATE_LIMITED", [path, String(limit), "1"], {
        headers: { ...headers, "retry-after": retryAfter },
      });
    }
    return headers;
  }
}
