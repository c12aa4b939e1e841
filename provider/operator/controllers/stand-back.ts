import { PREDECESSOR_CONDITION } from "../predecessor/predecessor";
import { findCondition, type Result, setCondition } from "../runtime";
import type { Subject } from "./subject";

/** How soon it is looked again whether it is known who acts, in milliseconds. */
export const lookAgainMs = 100;
/** How often it is looked whether another operator still acts, in milliseconds. */
const standBackMs = 5_000;

/** Leaves an object to another operator, and says so. Its status is otherwise the other's. */
export async function standBack(subject: Subject, acting: string): Promise<Result> {
  const condition = { type: PREDECESSOR_CONDITION, status: "True" as const, reason: "LeaseHeld", message: acting };
  await subject.editStatus(({ status }) => ({ ...status, conditions: setCondition(status?.conditions, condition) }));
  return { requeueAfterMs: standBackMs };
}

/** Says no longer that another operator acts, where nothing else is to be told. */
export async function standNoLonger(subject: Subject): Promise<Result> {
  if (!findCondition(subject.object.status?.conditions, PREDECESSOR_CONDITION)) return {};
  await subject.editStatus(({ status }) => ({
    ...status,
    conditions: (status?.conditions ?? []).filter(({ type }) => type !== PREDECESSOR_CONDITION),
  }));
  return {};
}
