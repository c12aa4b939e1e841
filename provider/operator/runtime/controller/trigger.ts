import type { KubeObject, ObjectKey } from "../kube/object";
import type { AnySource, Source } from "../watch/source";
import type { Change } from "../watch/store";
import { changedBeyondStatus } from "./changed";

/** Something whose changes call for passes: which keys, it knows itself. */
export interface Trigger {
  readonly source: AnySource;
  /** Has `add` called with the keys of every change from now on. Returns how to stop it. */
  subscribe(add: (keys: Iterable<ObjectKey>) => void, onError: (error: unknown) => void): () => void;
}

/**
 * Calls for a pass of each key that `keysOf` finds for a changed object of another resource: those that refer to it, as a store's
 * index knows them, or its owners. Asked of the object as it was and as it is, so that one that stopped belonging is noticed too.
 */
export function watching<T extends KubeObject, I extends string>(
  source: Source<T, I>,
  keysOf: (object: T) => Iterable<ObjectKey>,
  changed: (before: T, after: T) => boolean = anyVersion,
): Trigger {
  const affected = ({ before, after }: Change<T>): Set<ObjectKey> => {
    if (before && after && !changed(before, after)) return new Set();
    return new Set([...(before ? keysOf(before) : []), ...(after ? keysOf(after) : [])]);
  };
  return triggerOf(source, affected);
}

/** Calls for a pass of each object of a controller's own resource that changes, but for what its own passes wrote. */
export function changesOf<T extends KubeObject, I extends string>(
  source: Source<T, I>,
  changed: (before: T, after: T) => boolean = changedBeyondStatus,
): Trigger {
  return triggerOf(source, ({ key, before, after, own }) => {
    return own || (before && after && !changed(before, after)) ? [] : [key];
  });
}

/** For `watching`: the keys of those owners of an object that are of a kind, in the object's namespace. */
export function ownersOf(kind: string, group: string): (object: KubeObject) => ObjectKey[] {
  return ({ metadata }) =>
    (metadata.ownerReferences ?? [])
      .filter((owner) => owner.kind === kind && groupOf(owner.apiVersion) === group)
      .map(({ name }) => (metadata.namespace ? `${metadata.namespace}/${name}` : name));
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

function triggerOf<T extends KubeObject, I extends string>(
  source: Source<T, I>,
  affected: (change: Change<T>) => Iterable<ObjectKey>,
): Trigger {
  return {
    source,
    subscribe: (add, onError) =>
      source.subscribe((change) => {
        try {
          add(affected(change));
        } catch (error) {
          // One object that a mapping cannot read must not end the watch for all.
          onError(error);
        }
      }),
  };
}

function anyVersion(before: KubeObject, after: KubeObject): boolean {
  return before.metadata.resourceVersion !== after.metadata.resourceVersion;
}
