import { ValidationError } from "../../../sdk/model/errors";
import { AtlasApiError, CredentialsError, MissingOrganisationError } from "../../atlas";
import { ConflictError, ConvergeError, ImpossibleChangeError } from "../../kinds/errors";
import { type Again, Hindrance } from "../controllers/errors";
import { lookReason, mainCondition } from "./main-condition";
import { lacks, type Outcome } from "./outcome";

/** What a failed pass has to tell, and when to try again. */
export interface Trouble {
  outcome: Outcome;
  again: Again;
}

/**
 * How a failure is told in the conditions of an object of a kind. Messages are those of the errors, which name what was asked of whom
 * and what the answer was.
 */
export function troubleOf(kind: string, error: unknown): Trouble {
  const main = mainCondition(kind);
  if (error instanceof Hindrance) {
    const { condition, reason, stalled, waiting, again } = error;
    const message = [error.message, error.hint].filter(Boolean).join(". ");
    const verdict = { ...lacks(condition, reason, message), ...(waiting && { waiting: true as const }) };
    return trouble([verdict], again, stalled ? { reason, message } : undefined);
  }
  if (error instanceof ValidationError) {
    const message = error.faults.map(({ path, message: text }) => `${path}: ${text}`).join("; ");
    const reason = "InternalError";
    return trouble([lacks("ValidationSucceeded", reason, message)], "on-change", { reason, message });
  }
  if (error instanceof ConvergeError) {
    const told = new Map(
      [...error.failures].reverse().map((one) => [one.condition, lacks(one.condition, one.reason, one.error.message)]),
    );
    return trouble([...told.values()], "with-backoff");
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ImpossibleChangeError) {
    return trouble([lacks(main, "InternalError", message)], "on-change", { reason: "InternalError", message });
  }
  if (error instanceof ConflictError) return trouble([lacks(main, "InternalError", message)], "with-backoff");
  if (isNoAccess(error)) return trouble([lacks(main, "AtlasAPIAccessNotConfigured", message)], "with-backoff");
  return trouble([lacks(main, lookReason(kind), message)], "with-backoff");
}

const trouble = (verdicts: Outcome["verdicts"], again: Again, stalled?: Outcome["stalled"]): Trouble => ({
  outcome: { ready: false, verdicts, whole: false, stalled },
  again,
});

/** Whether the credentials do not let us in, whatever was asked. */
export const isNoAccess = (error: unknown): error is CredentialsError | MissingOrganisationError | AtlasApiError =>
  error instanceof CredentialsError ||
  error instanceof MissingOrganisationError ||
  (error instanceof AtlasApiError && error.status === 401);
