import type { Change, Pending } from "./contract";

/** What happens during a pass, as it happens. Holds no secret: every text in it is a change's or a pending's own. */
export type ConvergeEvent =
  | { type: "started"; change: Change }
  | { type: "done"; change: Change }
  | { type: "failed"; change: Change; error: Error }
  /** Nothing could be told of the outcome (the connection broke): it is looked up, and sent again if need be. */
  | { type: "uncertain"; change: Change; error: Error }
  /** `elapsedMs` since waiting began, in milliseconds of the clock that was given. */
  | { type: "waiting"; pending: Pending; elapsedMs: number }
  | { type: "note"; text: string };

export type ConvergeListener = (event: ConvergeEvent) => void;
