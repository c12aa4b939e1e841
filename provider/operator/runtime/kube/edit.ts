import { backoffMs, sleep } from "../time";
import type { CallOptions, KubeClient } from "./client";
import { ConflictError, isNotFound } from "./errors";
import { mergePatchBetween } from "./merge-patch";
import { type KubeObject, keyOf } from "./object";
import type { Resource } from "./resource";
import type { VainPatches } from "./vain-patches";

const ATTEMPTS = 6;
const BETWEEN_CONFLICTS = { firstMs: 20, maxMs: 1_000 };

export interface EditOptions extends CallOptions {
  subresource?: "status";
}

/** What an editor that follows its objects knows and wants to know beside. */
export interface FollowedEdit<T> {
  /** Told of the version that the decision was made on, and of what the API server made of it. */
  onWritten?: (base: T, answer: T) => void;
  /** Not sent again. */
  vain?: VainPatches;
}

/** Something that edits objects of one resource: see `edit`. A `Source` is one that also remembers the outcome. */
export interface Editor<T extends KubeObject> {
  edit(seen: T, change: (current: T) => T, options?: EditOptions): Promise<T | undefined>;
}

/** Edits objects that nobody here follows. */
export function editorOf<T extends KubeObject>(kube: KubeClient, resource: Resource<T>): Editor<T> {
  return { edit: (seen, change, options) => edit(kube, resource, seen, change, options) };
}

/**
 * Changes an object that others change too. `change` is given the object and answers with how it should be; only the differences
 * are sent, guarded by the version they were decided on. On a conflict the object is read again and `change` decides anew, so it
 * must be pure, and may answer with what it was given: then nothing is sent.
 *
 * Finalizers, annotations and status are all written this way, and not by server-side apply: their lists and maps are shared with
 * other owners, an apply would leave behind what earlier owners wrote, and "written only when changed" comes for free.
 *
 * @param seen the object as last read, from a store if need be
 * @returns the object as it is now; `undefined` when it is gone, or another one has its name
 * @throws ConflictError when others were faster every time
 */
export async function edit<T extends KubeObject>(
  kube: KubeClient,
  resource: Resource<T>,
  seen: T,
  change: (current: T) => T,
  { subresource, signal, onWritten, vain }: EditOptions & FollowedEdit<T> = {},
): Promise<T | undefined> {
  const key = keyOf(seen);
  let current = seen;
  for (let attempt = 1; ; attempt++) {
    const patch = mergePatchBetween(current, change(current));
    if (patch === undefined || vain?.has(current, patch)) return current;
    const { uid, resourceVersion } = current.metadata;
    const guarded = { ...patch, metadata: { ...(patch.metadata as object | undefined), uid, resourceVersion } };
    try {
      const answer = await kube.mergePatch(resource, key, guarded, { subresource, signal });
      vain?.learn(current, answer, patch);
      onWritten?.(current, answer);
      return answer;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      if (!(error instanceof ConflictError) || attempt >= ATTEMPTS) throw error;
    }
    if (attempt > 1) await sleep(backoffMs(BETWEEN_CONFLICTS, attempt), signal);
    const latest = await kube.get(resource, key, { signal });
    if (latest === undefined || latest.metadata.uid !== seen.metadata.uid) return undefined;
    current = latest;
  }
}
