import { isDeepStrictEqual } from "node:util";
import { type KubeObject, keyOf, type ObjectKey } from "./object";

/**
 * Patches that the API server took and that changed nothing. It drops the fields that its definition of the resource lacks, as that of an
 * earlier release does: whoever wants to see them there would write them for ever. Whatever changes the object gives a patch its next
 * chance, and so does a new process, which a new definition needs anyway.
 */
export class VainPatches {
  private readonly known = new Map<ObjectKey, { uid?: string; resourceVersion?: string; patch: object }>();

  /** Whether this very patch has already changed nothing of this very version. */
  has(object: KubeObject, patch: object): boolean {
    const { uid, resourceVersion } = object.metadata;
    return isDeepStrictEqual(this.known.get(keyOf(object)), { uid, resourceVersion, patch });
  }

  /** Remembers the patch if the answer is the version that it was meant to change. */
  learn(base: KubeObject, answer: KubeObject, patch: object): void {
    const { uid, resourceVersion } = base.metadata;
    if (resourceVersion === answer.metadata.resourceVersion)
      this.known.set(keyOf(base), { uid, resourceVersion, patch });
    else this.forget(keyOf(base));
  }

  forget(key: ObjectKey): void {
    this.known.delete(key);
  }
}
