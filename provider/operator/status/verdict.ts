import type { KindHandler, Pending } from "../../kinds/contract";
import type { Failure } from "../../kinds/errors";
import type { Json, ManagedStatus } from "../cluster/managed-object";
import { type Condition, findCondition, setCondition } from "../runtime";
import { mainCondition } from "./main-condition";
import { holds, lacks, type Outcome, type Verdict } from "./outcome";
import { momentary, progressOf } from "./progress";
import { observedGenerationOf } from "./states";

/** The status after a pass over an object of this generation. */
export function statusAfter(
  before: ManagedStatus | undefined,
  { ready, verdicts, whole, stalled, fields }: Outcome,
  generation: number | undefined,
): ManagedStatus {
  const { conditions: known, observedGeneration: _looked, ...shown } = before ?? {};
  const told: Verdict[] = [
    ...(verdicts.some(({ type }) => type === "Ready") ? [] : [{ type: "Ready", status: truth(ready) }]),
    ...verdicts,
    ...(stalled ? [{ type: "Stalled", status: "True" as const, ...stalled }] : []),
  ];
  const staying = whole ? [] : (known ?? []).filter((one) => !momentary.has(one.type) && !isPast(one, verdicts));
  if (observedGenerationOf(before) !== generation && isRefused(staying) && !verdicts.some(({ type }) => type === VALID))
    told.push({ type: VALID, status: "Unknown" });
  const progress = progressOf({ ready, verdicts, stalled }, staying);
  if (progress) told.push(progress);
  const types = new Set(told.map(({ type }) => type));
  const lasting = (known ?? []).filter((one) => types.has(one.type) || staying.includes(one));
  const conditions = told.reduce<Condition[]>(
    (list, { waiting: _nothingWrong, ...condition }) => setCondition(list, condition),
    lasting,
  );
  return {
    ...(fields ? defined(fields) : shown),
    conditions,
    ...(generation !== undefined && { observedGeneration: generation }),
  };
}

const VALID = "ValidationSucceeded";
const WRITTEN_FOR = "ResourceVersionIsValid";

/** Whether a pass that tells something else got past what an earlier one was refused for: that is looked at first. */
const isPast = (one: Condition, verdicts: readonly Verdict[]): boolean =>
  one.type === WRITTEN_FOR && one.status === "False" && verdicts.length > 0;

/** Of another declaration than the one that was refused it is not known yet. */
const isRefused = (conditions: readonly Condition[]): boolean => findCondition(conditions, VALID)?.status === "False";

/** Whether the status says that this generation was made true. */
export function isReady(status: ManagedStatus | undefined, generation: number | undefined): boolean {
  return observedGenerationOf(status) === generation && findCondition(status?.conditions, "Ready")?.status === "True";
}

/** What the conditions of a declaration say once Atlas was asked: those in use, and what is wrong beside them. */
export function verdictsOf<Spec>(
  handler: Pick<KindHandler<Spec, unknown, unknown, unknown>, "kind" | "conditions">,
  desired: Parameters<NonNullable<typeof handler.conditions>>[0],
  failures: readonly Failure[],
  waiting: readonly Pending[],
): Verdict[] {
  const troubles = new Map<string, Verdict>();
  for (const { condition, reason, message } of waiting) {
    troubles.set(condition, { ...lacks(condition, reason, message), waiting: true });
  }
  // The first failure of a condition ended its changes: what came after it says less.
  for (const { condition, reason, error } of [...failures].reverse()) {
    troubles.set(condition, lacks(condition, reason, error.message));
  }
  const inUse = [mainCondition(handler.kind), ...(handler.conditions?.(desired) ?? [])];
  const verdicts = new Map(inUse.filter((type) => type !== "Ready").map((type) => [type, holds(type)]));
  return [...new Map([...verdicts, ...troubles]).values()];
}

const truth = (value: boolean): "True" | "False" => (value ? "True" : "False");

const defined = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
