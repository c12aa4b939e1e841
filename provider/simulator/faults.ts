/** What goes wrong. "before" and "after" are seen from the request's effect on the state. */
export type FaultKind = "latency" | "429" | "500" | "503" | "reset-before" | "reset-after" | "timeout";

/** Which requests a fault meets. Everything given must match; only authenticated requests are met. */
export interface FaultMatch {
  /** Public name of the operation. */
  operation?: string;
  method?: string;
  /** Path without the query: the whole of it, or an expression it matches. */
  path?: string | RegExp;
  /** Only the n-th matching request, counted from 1 from the time the fault was injected. */
  nth?: number;
}

/** A fault on demand. */
export interface Fault {
  match?: FaultMatch;
  kind: FaultKind;
  /** How many requests it meets before it is over. Default 1; `Infinity` for always. */
  times?: number;
  /** For `latency`: real milliseconds to wait. Default 1000. */
  latencyMs?: number;
  /** For `429` and `503`: simulated seconds to wait, told in scaled real seconds. Default 5. */
  retryAfterSeconds?: number;
}

interface Active {
  readonly fault: Fault;
  left: number;
  seen: number;
}

/** The faults that are waiting for their request. */
export class Faults {
  #active: Active[] = [];

  /** Adds a fault. */
  inject(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? 1, seen: 0 });
  }

  /** Takes all faults away. */
  clear(): void {
    this.#active = [];
  }

  /** The fault that meets this request, if any; it counts as used. */
  next(operation: string, method: string, path: string): Fault | undefined {
    for (const active of this.#active) {
      if (active.left <= 0 || !matches(active.fault.match ?? {}, operation, method, path)) continue;
      active.seen += 1;
      const nth = active.fault.match?.nth;
      if (nth !== undefined && active.seen !== nth) continue;
      active.left -= 1;
      this.#active = this.#active.filter(({ left }) => left > 0);
      return active.fault;
    }
    return undefined;
  }
}

function matches(match: FaultMatch, operation: string, method: string, path: string): boolean {
  if (match.operation !== undefined && match.operation !== operation) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === "string" ? match.path === path : match.path.test(path);
}
