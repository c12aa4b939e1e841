import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../../sdk/model/kinds";
import type { ManagedObject } from "../cluster/managed-object";
import { atlasIdOf, readApplied } from "../ownership/applied";
import { isLetGo } from "../ownership/finalizers";
import { isBeingDeleted, keyOf, type Trigger, watching } from "../runtime";
import { isToldOver } from "./expiry";
import { isLeft, leaversTo } from "./hand-over";
import { claimKeys } from "./keys";
import { contendingKinds, type Declared, isYounger, rivalsOf } from "./rivals";

/**
 * What declares something comes, goes, or declares something else: those that were there later have their way from then on, or no more;
 * and those that are on their way out leave it what they made.
 */
export function claimTriggers(kind: KindName, declared: Declared): Trigger[] {
  return contendingKinds(kind).flatMap((other) => {
    const source = declared.cluster.source(other);
    if (!source) return [];
    const concerned = (object: ManagedObject) => [
      ...rivalsOf(declared, other, object)
        .filter((rival) => rival.kind === kind && (isYounger(rival.object, object) || isBeingDeleted(rival.object)))
        .map((rival) => keyOf(rival.object)),
      ...leaversTo(declared, kind, object).map(keyOf),
    ];
    const standing = (object: ManagedObject): unknown => [
      object.metadata.uid,
      claimKeys(other, object),
      isBeingDeleted(object),
      isLetGo(object),
      isLeft(object),
      isToldOver(object),
      atlasIdOf(object),
      readApplied(object)?.id,
      object.spec?.connectionSecretRef,
    ];
    return [watching(source, concerned, (before, after) => !isDeepStrictEqual(standing(before), standing(after)))];
  });
}
