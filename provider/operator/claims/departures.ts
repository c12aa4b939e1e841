import type { ManagedObject } from "../cluster/managed-object";

/**
 * How long an object that is deleted waits whether its project is deleted with it, in milliseconds of Atlas's clock: who deletes both, or
 * their namespace, does so in any order, and what is declared in the project that follows inherits from it only then.
 */
const GRACE_MS = 30_000;

/** Since when objects are known to be deleted. By this process's clock: another machine's tells another time. */
export class Departures {
  readonly #since = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** Milliseconds that an object is still to wait. Nothing when it has waited for long enough. */
  remaining({ metadata: { uid = "" } }: ManagedObject): number {
    const since = this.#since.get(uid) ?? this.now();
    this.#since.set(uid, since);
    return Math.max(0, since + GRACE_MS - this.now());
  }

  forget({ metadata: { uid = "" } }: ManagedObject): void {
    this.#since.delete(uid);
  }
}
