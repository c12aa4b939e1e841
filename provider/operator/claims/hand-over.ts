import { policyAnnotations } from "../../../sdk/model/object-policy";
import type { Pending } from "../../kinds/contract";
import type { ManagedObject } from "../cluster/managed-object";
import { areDistinct, atlasIdOf, readApplied } from "../ownership/applied";
import { rememberedOf } from "../ownership/remembered";
import { findCondition, isBeingDeleted } from "../runtime";
import { mainCondition } from "../status/main-condition";
import { type Declared, heirsOf, type Rival } from "./rivals";

/** Reason while what was made for an object that is being deleted waits for another that declares it. */
const LEFT = "LeftToAnother";

/**
 * What an object that is being deleted waits for before it leaves its thing in Atlas to an heir: that the heir has it on record. Until
 * then the heir may go without a trace, and nobody would delete the thing.
 */
export function untilTaken(kind: string, object: ManagedObject, heir: Rival): Pending | undefined {
  if (hasTaken(object, heir)) return undefined;
  return {
    condition: mainCondition(kind),
    reason: LEFT,
    message:
      `${heir.what} is left to ${heir.title}, which declares it too and has not taken it over yet: delete that as well to have it ` +
      `deleted in Atlas, or annotate this object with ${policyAnnotations.resource}: keep to let it go at once`,
    // The heir tells; this is for what was missed.
    retryAfterMs: 60_000,
  };
}

/** Whether an heir has on record what was made for an object. */
export function hasTaken(object: ManagedObject, { object: heir }: Rival): boolean {
  const theirs = readApplied(heir);
  if (!theirs) return false;
  const id = atlasIdOf(object);
  if (id !== undefined && id === atlasIdOf(heir)) return true;
  const [made] = rememberedOf(object);
  return !made || !areDistinct(made.id, theirs.id);
}

/** Whether an object that is being deleted has told that it deletes nothing in Atlas as long as somebody declares it. */
export const isLeft = ({ status }: ManagedObject): boolean =>
  findCondition(status?.conditions, "Reconciling")?.reason === LEFT;

/** Whether a rival leaves its thing to an object: it may be taken over then, and only then the rival goes. */
export const leavesTo = (declared: Declared, rival: Rival, { metadata }: ManagedObject): boolean =>
  isBeingDeleted(rival.object) &&
  isLeft(rival.object) &&
  heirsOf(declared, rival.kind, rival.object).some(({ object }) => object.metadata.uid === metadata.uid);
