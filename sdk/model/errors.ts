/**
 * What every error of atlas-iac carries, whatever layer it comes from.
 *
 * The message says what failed and on which object; `hint` says what to do about it. Neither ever holds a secret:
 * whoever builds an error from foreign text passes it through the redaction of its layer first.
 */
export interface ErrorFacts {
  /** What the reader can do about it, one sentence. */
  hint?: string;
  /** The error underneath, kept whole for `--verbose` and for debuggers. */
  cause?: unknown;
}

/** Base of all errors that atlas-iac throws on purpose. Anything else that escapes is a defect. */
export abstract class AtlasIacError extends Error {
  /** Stable, machine readable name of the family: never reworded. */
  abstract readonly code: string;
  readonly hint?: string;

  constructor(message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.hint = facts.hint;
  }

  /** Message and hint as one text, for people. */
  describe(): string {
    return this.hint ? `${this.message}\n  ${this.hint}` : this.message;
  }
}

/** Whether something caught is an error of ours, also when it was thrown by another copy of this package. */
export function isAtlasIacError(error: unknown): error is AtlasIacError {
  return error instanceof Error && typeof (error as Partial<AtlasIacError>).code === "string" && "describe" in error;
}

/** One fault in declared input. */
export interface Fault {
  /** Where, from the object's root, as people write it: `spec.roles[0].databaseName`. */
  path: string;
  /** What is wrong and what is allowed, without the path. Never a secret's value. */
  message: string;
}

/** Declared input is wrong. Carries every fault, not only the first. */
export class ValidationError extends AtlasIacError {
  readonly code = "ValidationFailed";

  constructor(
    /** Kind and name of the object, as `AtlasTeam/developers`. */
    readonly subject: string,
    readonly faults: readonly Fault[],
    facts: ErrorFacts = {},
  ) {
    super(faults.map((fault) => `${subject} ${fault.path}: ${fault.message}`).join("\n"), facts);
  }
}
