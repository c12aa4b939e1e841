/**
 * Time in the simulated service. It starts at the real time (or a given one) and runs `scale` simulated seconds a real
 * second, so that a seven minute cluster creation takes seven seconds at a scale of 60.
 */
export class SimulatedClock {
  readonly #startedAt: number;
  readonly #realStart = performance.now();
  #advanced = 0;

  constructor(
    /** Simulated seconds a real second. */
    readonly scale: number,
    startAt = Date.now(),
  ) {
    this.#startedAt = startAt;
  }

  /** Simulated time, in milliseconds since 1970. */
  now(): number {
    return Math.floor(this.#startedAt + (performance.now() - this.#realStart) * this.scale + this.#advanced);
  }

  /** Lets simulated time jump ahead, at once. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`time only runs forwards, not by ${milliseconds} ms`);
    this.#advanced += milliseconds;
  }

  /** Whole real seconds that a simulated span takes, at least one: what `Retry-After` says. */
  realSeconds(simulatedMilliseconds: number): number {
    return Math.max(1, Math.ceil(simulatedMilliseconds / this.scale / 1000));
  }
}

/** A time as Atlas writes it: UTC, whole seconds. */
export function atlasTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
