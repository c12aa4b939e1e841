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

/** What the operator sends. */
export type Order = { id: number; task: Task } | { id: number; cancel: true };

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

/** What the worker answers: any number of steps in progress, and one end. */
export type Answer =
  | { id: number; progress: string }
  | { id: number; outlook: SentOutlook }
  | ({ id: number } & Done)
  | { id: number; failure: Failure };
