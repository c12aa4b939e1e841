import type { Clock } from "../../atlas/clock";
import type { ObjectKey } from "../runtime";

/** When each user was last changed in Atlas, as far as this process knows; the looks that tell of a rollout must come after. */
export class Changes {
  readonly #at = new Map<ObjectKey, number>();

  constructor(private readonly clock: Clock) {}

  /** @param changedAt When it was changed, if that was just now. A user of whom nothing is known may have been changed until now. */
  since(key: ObjectKey, changedAt: number | undefined): number {
    const at = changedAt ?? this.#at.get(key) ?? this.clock.now();
    this.#at.set(key, at);
    return at;
  }

  forget(key: ObjectKey): void {
    this.#at.delete(key);
  }
}
