import type { Json } from "../cluster/managed-object";
import type { Condition } from "../runtime";

/** One condition as a pass found it; when it last changed, the status itself knows. */
export interface Verdict extends Omit<Condition, "lastTransitionTime" | "observedGeneration"> {
  /** Nothing is wrong: Atlas is at it. Not part of the condition. */
  waiting?: true;
}

export const holds = (type: string): Verdict => ({ type, status: "True" });

export const lacks = (type: string, reason: string, message: string): Verdict => ({
  type,
  status: "False",
  reason,
  message,
});

/** What a pass has to tell. */
export interface Outcome {
  ready: boolean;
  verdicts: readonly Verdict[];
  /** Whether everything was looked at: conditions that are not among the verdicts are then outdated. */
  whole: boolean;
  /** Only a changed declaration helps: tools that wait for the object need not (kstatus, condition `Stalled`). */
  stalled?: { reason: string; message: string };
  /** What Atlas shows, in the fields of the kind's status. Absent: as before. */
  fields?: Json;
}
