import { orAbort } from "./abort";

/**
 * Work that several wait for, each as long as its own signal lets it. It ends early only when nobody waits for it any more: that the one
 * who began it has left is no failure of the others.
 */
export class Flight<T> {
  /** Fails with nobody's signal but its own. */
  readonly #result: Promise<T>;
  readonly #abort = new AbortController();
  readonly #onEnd: (flight: Flight<T>, good: boolean) => void;
  #users = 0;
  #ended = false;

  /** @param onEnd told once, when it has ended; one that is given up has, the moment that the last one leaves, and is not to be joined */
  constructor(start: (signal: AbortSignal) => Promise<T>, onEnd: (flight: Flight<T>, good: boolean) => void) {
    this.#onEnd = onEnd;
    this.#result = start(this.#abort.signal);
    this.#result.then(
      () => this.#end(true),
      () => this.#end(false),
    );
  }

  /** @throws what it fails with, or the signal's reason */
  async join(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.#users++;
    try {
      return await orAbort(this.#result, signal);
    } finally {
      this.#users--;
      if (this.#users === 0 && !this.#ended) {
        this.#end(false);
        this.#abort.abort();
      }
    }
  }

  #end(good: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this, good);
  }
}
