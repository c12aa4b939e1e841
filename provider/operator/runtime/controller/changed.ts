import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "../kube/object";

/**
 * Whether anything but the status differs: spec, labels, annotations, finalizers, owners, or a wish to delete. What controllers write
 * to a status must not call them again. Kinds without a generation have no status either: there, any new version counts.
 */
export function changedBeyondStatus(before: KubeObject, after: KubeObject): boolean {
  const [left, right] = [before.metadata, after.metadata];
  if (left.uid !== right.uid) return true;
  if (left.generation === undefined || right.generation === undefined) {
    return left.resourceVersion !== right.resourceVersion;
  }
  return (
    left.generation !== right.generation ||
    left.deletionTimestamp !== right.deletionTimestamp ||
    !isDeepStrictEqual(left.annotations, right.annotations) ||
    !isDeepStrictEqual(left.labels, right.labels) ||
    !isDeepStrictEqual(left.finalizers, right.finalizers) ||
    !isDeepStrictEqual(left.ownerReferences, right.ownerReferences)
  );
}
