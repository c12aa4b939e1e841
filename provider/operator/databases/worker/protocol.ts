import type { Outlook, Report, Run } from "../../../kinds/sql/contract";
import type { DatabaseKindName } from "../../../kinds/sql/registry";
import type { Failure } from "./failure";

/** What the worker is asked to do for one object. Goes through the pipe between two processes: never into arguments or environment. */
export interface Task {
  action: "foresee" | "apply";
  kind: DatabaseKindName;
  /** The specification with every reference replaced by what it stands for. */
  spec: Record<string, unknown>;
  run: Omit<Run, "onProgress" | "signal">;
}

/** What the operator sends. `taken`: databases that another process works on. */
export type Order = { id: number; task: Task; taken: readonly string[] } | { id: number; cancel: true };

/** An outlook as it is sent: errors do not survive the way by themselves. */
export type SentOutlook = Omit<Outlook, "refusal"> & { refusal?: Failure };

/** What was done, and what of it upstream's custom resource shows. */
export interface Done {
  report: Report;
  status: Record<string, unknown>;
}

/** What the worker says while it can, asked or not: that it is not busy with something that knows no pause. */
export interface Beat {
  beat: true;
}

/** What the worker tells of a task before its end: on which database it is, and any number of steps. */
export type Progress = { id: number; target: string } | { id: number; progress: string };

/** How a task has ended. */
export type Answer = { id: number; outlook: SentOutlook } | ({ id: number } & Done) | { id: number; failure: Failure };
