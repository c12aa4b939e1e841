import { isAtlasIacError } from "../../../../sdk/model/errors";
import { ConflictError } from "../kube/errors";
import { TerminalError } from "./terminal-error";

/** What a pass came to say. */
export interface Result {
  /** Look again after so many milliseconds, though nothing changed; absent, only a change or the regular look calls. */
  requeueAfterMs?: number;
}

/** How a failed pass is told and whether it is tried again. */
export type Failure =
  /** Somebody changed the object meanwhile: read again, decide anew; nothing is wrong. */
  | "conflict"
  /** Its time was up, or its work was called off. */
  | "cut-short"
  /** Trying again cannot help. */
  | "terminal"
  /** A mistake in the program: nobody threw it on purpose. Tried again, as the state that led there may pass. */
  | "defect"
  /** Anything else: tried again. */
  | "error";

export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof TerminalError) return "terminal";
  if (error instanceof ConflictError) return "conflict";
  if (signal.aborted) return "cut-short";
  return isDefect(error) ? "defect" : "error";
}

/** What the language throws by itself, and what is no error at all; libraries throw their own. */
function isDefect(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  if (isAtlasIacError(error)) return false;
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((type) => error instanceof type);
}
