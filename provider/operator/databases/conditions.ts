import type { ManagedStatus } from "../cluster/managed-object";
import { type Condition, findCondition, setCondition } from "../runtime";

/** How far an object is, in upstream's words (Ariga's atlas-operator, release 0.7.37). */
export type Progress =
  /** A declaration was seen that is not true yet. */
  | { state: "reconciling" }
  /** Nothing is wrong: something else has to happen first. */
  | {
      state: "waiting";
      reason: "GettingDevDB" | "ApprovalPending";
      message: string;
      /** What is in the way, for `Reconciling` alone: the message of `Ready` is compared with. */
      detail?: string;
      fields?: Record<string, unknown>;
    }
  | { state: "failed"; reason: string; message: string }
  | { state: "ready"; message: string; fields: Record<string, unknown> };

/** Longest message that the definition of a condition takes. */
const LONGEST_MESSAGE = 32_768;

type Told = Pick<Condition, "type" | "status" | "reason" | "message">;

/**
 * The status of an object of this generation. Three conditions, as kstatus knows them; those who look at `Ready` alone compare its
 * message with "Reconciling" and "GettingDevDB" to tell what is under way from what has failed (the health rule that Argo CD ships).
 */
export function statusAfter(
  before: ManagedStatus | undefined,
  progress: Progress,
  generation: number | undefined,
): ManagedStatus {
  const { conditions, ...fields } = before ?? {};
  const told = conditionsOf(progress).reduce<Condition[]>(
    (list, one) => setCondition(list, { ...one, message: cut(one.message ?? ""), observedGeneration: generation }),
    ownConditions(conditions),
  );
  return { ...fieldsAfter(fields, progress), conditions: told, observedGeneration: generation };
}

/**
 * The status of an object that was ready and still is. What was told of the last change stays, but for a hash reckoned otherwise, and
 * for a version that somebody else has brought the database to.
 */
export function statusKept(before: ManagedStatus | undefined, now: Record<string, unknown>): ManagedStatus {
  const { observed_hash, lastAppliedVersion = before?.lastAppliedVersion } = now;
  return {
    ...before,
    conditions: ownConditions(before?.conditions),
    observed_hash,
    ...(lastAppliedVersion === undefined ? {} : { lastAppliedVersion }),
  };
}

const ownConditions = (conditions: readonly Condition[] = []): Condition[] =>
  conditions.filter(({ type }) => ["Ready", "Reconciling", "Stalled"].includes(type));

function conditionsOf(progress: Progress): Told[] {
  switch (progress.state) {
    case "reconciling":
      return told(["False", "True", "False"], "Reconciling", "Reconciling");
    case "waiting":
      return told(["False", "True", "False"], progress.reason, progress.message, progress.detail);
    case "failed":
      return told(["False", "False", "True"], progress.reason, progress.message);
    case "ready":
      return told(["True", "False", "False"], "Applied", progress.message);
  }
}

function told(statuses: readonly [Truth, Truth, Truth], reason: string, message: string, detail = message): Told[] {
  const [ready, reconciling, stalled] = statuses;
  return [
    { type: "Ready", status: ready, reason, message },
    { type: "Reconciling", status: reconciling, reason, message: reconciling === "True" ? detail : "" },
    { type: "Stalled", status: stalled, reason, message: stalled === "True" ? message : "" },
  ];
}

type Truth = Condition["status"];

function fieldsAfter(before: Record<string, unknown>, progress: Progress): Record<string, unknown> {
  switch (progress.state) {
    case "reconciling":
      return { ...before, failed: 0 };
    case "waiting":
      return { ...before, ...progress.fields };
    case "failed":
      return { ...before, failed: failedOf(before) + 1 };
    case "ready":
      return { ...progress.fields, failed: 0 };
  }
}

/** How often it has failed since it last did not. */
export function failedOf(status: ManagedStatus | undefined): number {
  return typeof status?.failed === "number" ? status.failed : 0;
}

/** Whether the status says that this generation is being worked on or was made true, or has failed. */
export const speaksOf = (status: ManagedStatus | undefined, generation: number | undefined): boolean =>
  status?.observedGeneration === generation && findCondition(status?.conditions, "Ready") !== undefined;

const cut = (message: string): string =>
  message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE - 1)}…` : message;
