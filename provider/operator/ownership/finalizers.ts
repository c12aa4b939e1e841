import { hasFinalizer, isBeingDeleted, type KubeObject } from "../runtime";
import { stateKinds } from "../status/states";

/** Upstream's finalizer of most kinds. */
const FINALIZER = "mongodbatlas/finalizer";
/** Upstream's finalizer of the kinds that its newer framework serves. */
const STATE_FINALIZER = "mongodb.com/finalizer";

/** The finalizer that objects of a kind get. */
export const finalizerOf = (kind: string): string => (stateKinds.has(kind) ? STATE_FINALIZER : FINALIZER);

/** Whether the object waits for us, or for upstream whose place we take. */
export const isHeld = (object: KubeObject): boolean =>
  hasFinalizer(object, FINALIZER) || hasFinalizer(object, STATE_FINALIZER);

/** Whether the object is on its way out and nothing of ours holds it: if it is still there, somebody else holds it. */
export const isLetGo = (object: KubeObject): boolean => isBeingDeleted(object) && !isHeld(object);

export function withFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
  if (hasFinalizer(object, finalizer)) return object;
  const finalizers = [...(object.metadata.finalizers ?? []), finalizer];
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

/** The object without either finalizer: it may go. */
export function released<T extends KubeObject>(object: T): T {
  if (!isHeld(object)) return object;
  const left = (object.metadata.finalizers ?? []).filter((name) => name !== FINALIZER && name !== STATE_FINALIZER);
  return { ...object, metadata: { ...object.metadata, finalizers: left.length > 0 ? left : undefined } };
}
