import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../../sdk/model/kinds";
import type { ManagedObject } from "../cluster/managed-object";
import { atlasIdOf } from "../ownership/applied";
import { isLetGo } from "../ownership/finalizers";
import { isBeingDeleted, keyOf, type Trigger, watching } from "../runtime";
import { claimKeys } from "./keys";
import { contendingKinds, type Declared, isYounger, rivalsOf } from "./rivals";

/** What declares something comes, goes, or declares something else: those that were there later have their way from then on, or no more. */
export function claimTriggers(kind: KindName, declared: Declared): Trigger[] {
  return contendingKinds(kind).flatMap((other) => {
    const source = declared.cluster.source(other);
    if (!source) return [];
    const later = (object: ManagedObject) =>
      rivalsOf(declared, other, object)
        .filter((rival) => rival.kind === kind && isYounger(rival.object, object))
        .map((rival) => keyOf(rival.object));
    const standing = (object: ManagedObject): unknown => [
      object.metadata.uid,
      claimKeys(other, object),
      isBeingDeleted(object),
      isLetGo(object),
      atlasIdOf(object),
      object.spec?.connectionSecretRef,
    ];
    return [watching(source, later, (before, after) => !isDeepStrictEqual(standing(before), standing(after)))];
  });
}
