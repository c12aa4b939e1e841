import { AtlasIacError, type ErrorFacts } from "../../../sdk/model/errors";

/** The object was deleted while a pass was at it: there is nothing left to do for it. */
export class ObjectGoneError extends AtlasIacError {
  readonly code = "ObjectGone";

  constructor(title: string) {
    super(`${title} is gone`);
  }
}

/** Somebody asked to delete the object while a pass was about to make it. Nothing was made; the next pass removes it. */
export class BeingDeletedError extends AtlasIacError {
  readonly code = "BeingDeleted";

  constructor(title: string) {
    super(`${title} is being deleted`);
  }
}

/** When to try again what could not be done. */
export type Again =
  /** When something that it waits for changes: trying sooner cannot help. */
  | "on-change"
  /** Soon, and then ever later. */
  | "with-backoff"
  | { afterMs: number };

/** How a hindrance is told in the conditions of an object. */
export interface HindranceFacts extends ErrorFacts {
  /** Condition type and reason (upstream's names). */
  condition: string;
  reason: string;
  again: Again;
  /** Only the declaration can end it: nobody needs to wait (kstatus: Failed). */
  stalled?: boolean;
  /** Nothing is wrong yet: what is named may still be on its way, as when manifests are applied together. */
  waiting?: boolean;
  /** What is named is declared here and not in Atlas yet: a pass over that comes first. */
  unready?: boolean;
}

/** A pass cannot go on, for a reason that its object's conditions tell. */
export class Hindrance extends AtlasIacError {
  readonly code = "Hindrance";
  readonly condition: string;
  readonly reason: string;
  readonly again: Again;
  readonly stalled: boolean;
  readonly waiting: boolean;
  readonly unready: boolean;

  constructor(
    message: string,
    { condition, reason, again, stalled = false, waiting = false, unready = false, ...facts }: HindranceFacts,
  ) {
    super(message, facts);
    this.condition = condition;
    this.reason = reason;
    this.again = again;
    this.stalled = stalled;
    this.waiting = waiting;
    this.unready = unready;
  }
}
