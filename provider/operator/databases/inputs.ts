import { createHash } from "node:crypto";
import { canonical } from "../../kinds/canonical";
import type { Json } from "../cluster/managed-object";
import type { ObjectKey } from "../runtime";

/**
 * What objects were last seen to declare, everything that they name included, as far as this process knows: an edited ConfigMap or a
 * rotated Secret is a new declaration, though the object itself has not changed. Digests only, in memory.
 */
export class Inputs {
  readonly #seen = new Map<ObjectKey, string>();

  /** Whether the object declared something else when it was last asked about. */
  changed(key: ObjectKey, declared: Json): boolean {
    const digest = createHash("sha256").update(canonical(declared)).digest("base64");
    const before = this.#seen.get(key);
    this.#seen.set(key, digest);
    return before !== undefined && before !== digest;
  }

  forget(key: ObjectKey): void {
    this.#seen.delete(key);
  }
}
