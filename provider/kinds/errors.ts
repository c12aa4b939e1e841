import { AtlasIacError, type ErrorFacts } from "../../sdk/model/errors";
import type { Change, Difference, Owned, Pending } from "./contract";

/** The object exists already, and this resource did not make it. Nothing was changed. */
export class ConflictError extends AtlasIacError {
  readonly code = "AlreadyExists";

  constructor(
    /** Kind and identity, as `AtlasDatabaseUser 5f…/admin/app`. */
    readonly subject: string,
    /** What separates the existing object from the declaration; empty when they agree. */
    readonly differences: readonly Difference[],
    /** Whether taking it over was asked for, and refused because of the differences. */
    readonly importing: boolean,
    facts: ErrorFacts = {},
  ) {
    const list = differences.map((difference) => `\n  - ${describeDifference(difference)}`).join("");
    const what = importing ? "cannot be imported: it differs from the declaration" : "exists already";
    const agrees = importing || list ? "" : ", exactly as declared";
    super(`${subject} ${what}${agrees}${!importing && list ? ", and differs from the declaration" : ""}${list}`, {
      ...facts,
      hint: importing
        ? "Make the declaration say what is there, import it, and change it afterwards."
        : "Choose another name, or take it over with the `import` option.",
    });
  }
}

/** Atlas refuses a change for the time being and will take it later: nothing is wrong. A handler's `apply` throws it. */
export class NotYetError extends AtlasIacError {
  readonly code = "NotYet";

  constructor(
    readonly pending: Pending,
    facts: ErrorFacts = {},
  ) {
    super(pending.message, facts);
  }
}

/** Atlas refuses a change for something that has a reason of its own (upstream's names). A handler's `apply` throws it. */
export class ReasonedError extends AtlasIacError {
  readonly code = "Refused";

  constructor(
    readonly reason: string,
    message: string,
    facts: ErrorFacts = {},
  ) {
    super(message, facts);
  }
}

/** Atlas was still busy when the time to wait was over. */
export class StillPendingError extends AtlasIacError {
  readonly code = "StillPending";

  constructor(
    readonly subject: string,
    readonly pending: Pending,
    facts: ErrorFacts = {},
  ) {
    super(`${subject} is not ready in time: ${pending.message}`, {
      hint: "Atlas goes on by itself: run the same again later, or allow it more time.",
      ...facts,
    });
  }
}

/** A plan that asks for what was just done: a defect, either here or in how Atlas answers. */
export class UnsettledPlanError extends AtlasIacError {
  readonly code = "PlanNeverSettles";

  constructor(readonly change: Change) {
    const fields = (change.differences ?? []).map(describeDifference).join("; ") || change.description;
    super(`Atlas took it, and still answers with the old values: ${fields}`, {
      hint: "Declare the value that Atlas keeps. If Atlas shows the declared one, report this as a defect.",
    });
  }
}

/** The declaration asks for what Atlas lets nobody change. Nothing was changed. */
export class ImpossibleChangeError extends AtlasIacError {
  readonly code = "ImpossibleChange";

  constructor(
    readonly subject: string,
    readonly differences: readonly [Difference, ...Difference[]],
  ) {
    super(`${subject} cannot be changed to what is declared: ${differences.map(describeDifference).join("; ")}`, {
      hint: "Declare what is there, or replace the object.",
    });
  }
}

/** Atlas took a change and could not carry it out. */
export class BrokenError extends AtlasIacError {
  readonly code = "BrokenInAtlas";

  constructor(
    message: string,
    hint = "Mend what Atlas names, in the declaration or in Atlas, and run the same again.",
  ) {
    super(message, { hint });
  }
}

/** One change that did not go through. */
export interface Failure {
  /** Condition type and reason that report it (upstream's names). */
  condition: string;
  reason: string;
  /** Absent where a look failed, not a change. */
  change?: Change;
  error: Error;
}

/**
 * A pass that ended with failures. What was reached is kept in it, so that an engine can record the object and go on from there.
 * `Spec`, `Observed` and `Id` are those of the handler that ran.
 */
export class ConvergeError<Spec = unknown, Observed = unknown, Id = unknown> extends AtlasIacError {
  readonly code = "ConvergeFailed";

  constructor(
    readonly subject: string,
    readonly failures: readonly [Failure, ...Failure[]],
    /** Where the pass stood when it ended. */
    readonly reached: {
      id: Id;
      /** Absent: the object does not exist, as far as is known. */
      observed?: Observed;
      /** Absent: nothing is owned. */
      owned?: Owned<Spec>;
      applied: readonly Change[];
      pending?: Pending;
    },
  ) {
    const texts = failures.map(({ change, error: { message } }) => {
      // Errors that are thrown alone as well name the object themselves.
      const said = message.startsWith(`${subject} `) ? message.slice(subject.length + 1) : message;
      return change ? `could not ${change.description}: ${said}` : said;
    });
    const hints = failures.map(({ error }) => (error instanceof AtlasIacError ? error.hint : undefined));
    super(texts.length === 1 ? `${subject}: ${texts[0]}` : `${subject}:\n  - ${texts.join("\n  - ")}`, {
      hint: [...new Set(hints.filter((hint) => hint !== undefined))].join(" ") || undefined,
      cause: failures.length === 1 ? failures[0].error : new AggregateError(failures.map(({ error }) => error)),
    });
  }
}

/** A difference as one line: `spec.paused: true, declared false`. */
export function describeDifference({ path, from, to }: Difference): string {
  if (from === undefined) return `${path}: absent, declared ${show(to)}`;
  if (to === undefined) return `${path}: ${show(from)}, declared absent`;
  return `${path}: ${show(from)}, declared ${show(to)}`;
}

const show = (value: unknown): string => (value === "(secret)" ? "(secret)" : JSON.stringify(value));

/** A handler planned nothing for an object that does not exist: a defect of ours. */
export class EmptyPlanError extends AtlasIacError {
  readonly code = "EmptyPlan";

  constructor(readonly subject: string) {
    super(`${subject} does not exist, and nothing was planned to make it`, {
      hint: "This is a defect of atlas-iac: please report it with the declaration, secrets taken out.",
    });
  }
}
