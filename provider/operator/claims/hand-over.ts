import type { KindName } from "../../../sdk/model/kinds";
import { policyAnnotations } from "../../../sdk/model/object-policy";
import type { Pending } from "../../kinds/contract";
import type { ManagedObject } from "../cluster/managed-object";
import { areDistinct, atlasIdOf, readApplied } from "../ownership/applied";
import { type Remembered, rememberedOf } from "../ownership/remembered";
import { findCondition, isBeingDeleted } from "../runtime";
import { mainCondition } from "../status/main-condition";
import { isShared, keysAt, wholeClaims } from "./keys";
import { type Declared, heirsOf, type Rival } from "./rivals";

/** Reason while what was made for an object that is being deleted waits for another that declares it. */
const LEFT = "LeftToAnother";

/** How to have it otherwise, by what was to become of a thing that is left to an heir. */
const otherwise = {
  delete:
    "delete that as well to have it deleted in Atlas, or annotate this object with " +
    `${policyAnnotations.resource}: keep to let it go at once`,
  keep:
    "what is being deleted in this one is left to what is in that one; annotate what is being deleted with " +
    `${policyAnnotations.resource}: keep to let all go at once`,
} as const;

/**
 * What an object that is being deleted waits for before it leaves its thing in Atlas to an heir: that the heir has it on record. Until
 * then the heir may go without a trace, and nobody would delete the thing.
 *
 * @param wanted What becomes of the thing where nobody inherits it.
 */
export function untilTaken(
  kind: string,
  object: ManagedObject,
  heir: Rival,
  wanted: keyof typeof otherwise,
): Pending | undefined {
  if (hasTaken(object, heir)) return undefined;
  return {
    condition: mainCondition(kind),
    reason: LEFT,
    message: `${heir.what} is left to ${heir.title}, which declares it too and has not taken it over yet: ${otherwise[wanted]}`,
    // The heir tells; this is for what was missed.
    retryAfterMs: 60_000,
  };
}

/** Whether a thing is left to heirs as it is. One that each only adds to loses what the one that goes has added. */
export const isLeftWhole = (kind: KindName, heirs: readonly Rival[]): boolean => heirs.length > 0 && !isShared(kind);

/** Whether an heir has on record what was made for an object. */
export function hasTaken(object: ManagedObject, { kind, object: heir }: Rival): boolean {
  const theirs = readApplied(heir);
  if (!theirs) return false;
  const id = atlasIdOf(object);
  if (id !== undefined && id === atlasIdOf(heir)) return true;
  const [made] = rememberedOf(object);
  return !made || !areDistinct(made.id, theirs.id) || (isShared(kind) && declareOne(kind, made, theirs));
}

/** Whether two records are of one declared thing, though perhaps made anew for the heir after the first was gone. */
function declareOne(kind: KindName, one: Remembered, other: Remembered): boolean {
  const keysOf = ({ id, owned }: Remembered) =>
    owned ? wholeClaims(kind, owned.spec).flatMap((claim) => keysAt(claim, [`id ${id.projectId}`])) : [];
  const theirs = new Set(keysOf(other));
  return keysOf(one).some((key) => theirs.has(key));
}

/**
 * What is being deleted of a kind and left to an object that has it on record, however they call their project: what stood for that may be
 * gone before what is in it.
 */
export function leaversTo({ cluster }: Declared, kind: KindName, heir: ManagedObject): ManagedObject[] {
  const theirs = readApplied(heir);
  const { projectId } = theirs?.id ?? {};
  if (!theirs || typeof projectId !== "string") return [];
  return (cluster.source(kind)?.store.by("project", projectId) ?? []).filter((one) => {
    const [made] = isBeingDeleted(one) && isLeft(one) ? rememberedOf(one) : [];
    return made !== undefined && declareOne(kind, made, theirs);
  });
}

/** Whether an object that is being deleted has told that it deletes nothing in Atlas as long as somebody declares it. */
export const isLeft = ({ status }: ManagedObject): boolean =>
  findCondition(status?.conditions, "Reconciling")?.reason === LEFT;

/** To whom an object that is being deleted leaves its thing, as it has told. Nobody: it has not told so, or they are gone since. */
export const leftTo = (declared: Declared, kind: KindName, object: ManagedObject): readonly Rival[] =>
  isBeingDeleted(object) && isLeft(object) ? heirsOf(declared, kind, object) : [];

/** Whether a rival leaves its thing to an object: it may be taken over then, and only then the rival goes. */
export const leavesTo = (declared: Declared, rival: Rival, { metadata }: ManagedObject): boolean =>
  leftTo(declared, rival.kind, rival.object).some(({ object }) => object.metadata.uid === metadata.uid);
