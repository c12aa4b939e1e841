import type { CallOptions } from "./client";
import type { Editor } from "./edit";
import { isBeingDeleted, type KubeObject } from "./object";

/**
 * Makes sure that the object stays until `removeFinalizer`. To be done before anything is made that must be undone. An object
 * that is being deleted takes no finalizer: it is answered as it is.
 *
 * @returns the object as it is now; `undefined` when it is gone
 */
export function addFinalizer<T extends KubeObject>(
  objects: Editor<T>,
  object: T,
  finalizer: string,
  options?: CallOptions,
): Promise<T | undefined> {
  const add = (finalizers: readonly string[]): string[] => [...finalizers, finalizer];
  return objects.edit(
    object,
    (o) => (hasFinalizer(o, finalizer) || isBeingDeleted(o) ? o : withFinalizers(o, add)),
    options,
  );
}

/**
 * Lets the object go. If it is being deleted and this was the last finalizer, it is gone afterwards.
 *
 * @returns the object as the API server answered; `undefined` when it was gone before
 */
export function removeFinalizer<T extends KubeObject>(
  objects: Editor<T>,
  object: T,
  finalizer: string,
  options?: CallOptions,
): Promise<T | undefined> {
  const remove = (finalizers: readonly string[]): string[] => finalizers.filter((name) => name !== finalizer);
  return objects.edit(object, (o) => (hasFinalizer(o, finalizer) ? withFinalizers(o, remove) : o), options);
}

export function hasFinalizer({ metadata }: KubeObject, finalizer: string): boolean {
  return metadata.finalizers?.includes(finalizer) ?? false;
}

function withFinalizers<T extends KubeObject>(object: T, change: (finalizers: readonly string[]) => string[]): T {
  const finalizers = change(object.metadata.finalizers ?? []);
  return { ...object, metadata: { ...object.metadata, finalizers: finalizers.length > 0 ? finalizers : undefined } };
}
