import type { ManagedObject } from "../cluster/managed-object";
import { findCondition } from "../runtime";
import { readApplied, readLastApplied } from "./applied";

/**
 * Whether an object tells that something in Atlas is its own. A pass that has reached something, ours or upstream's, leaves a record, or
 * at least shows it in the status. A finalizer alone tells nothing: it is there before the call that makes the thing, which Atlas may
 * refuse; what is found under the name later is somebody else's.
 */
export function isKnownInAtlas(object: ManagedObject): boolean {
  if (readApplied(object) || readLastApplied(object)) return true;
  const { conditions, observedGeneration: _looked, ...shown } = object.status ?? {};
  return Object.keys(shown).length > 0 || findCondition(conditions, "Ready")?.status === "True";
}
