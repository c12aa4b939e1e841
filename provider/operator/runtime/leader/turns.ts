/**
 * How processes that stand for the same Leases come to share them: each begins with another one, and the more it leads, the longer it
 * waits for the next. Nobody gives up what it leads, so that shares are only as even as the processes were there in time.
 */
export class Turns {
  #leading = 0;
  #standing = 0;

  /** @param count Leases that are stood for. @param waitMs For each place in the order, and for each Lease led, in milliseconds. */
  constructor(
    private readonly count: number,
    private readonly waitMs: number,
    private readonly first: number = Math.floor(Math.random() * count),
  ) {}

  /** A place in the order: how long to wait before each attempt. */
  take(): (attempt: number) => number {
    const place = (this.#standing++ + this.first) % this.count;
    return (attempt) => (this.#leading + (attempt === 1 ? place : 0)) * this.waitMs;
  }

  /** Counts what is led for as long as it is. */
  async leading<T>(work: () => Promise<T>): Promise<T> {
    this.#leading++;
    try {
      return await work();
    } finally {
      this.#leading--;
    }
  }
}
