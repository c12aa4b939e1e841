import { AtlasIacError, type ErrorFacts } from "../../../sdk/model/errors";

/** What is declared of a database makes no sense, or names what is not there. */
export class DeclarationError extends AtlasIacError {
  readonly code = "DatabaseDeclaration";
}

/** The dev database that planning needs is being started. */
export class DevDatabaseStartingError extends AtlasIacError {
  readonly code = "DevDatabaseStarting";

  constructor(
    message: string,
    /** What keeps it from starting, as far as it is known. Absent: it only takes its time. */
    readonly obstacle?: string,
  ) {
    super(obstacle === undefined ? message : `${message}: ${obstacle}`);
  }
}

/** A dev database is needed, and cannot be started. */
export class DevDatabaseUnavailableError extends AtlasIacError {
  readonly code = "DevDatabaseUnavailable";

  constructor(message: string, facts: ErrorFacts = {}) {
    super(message, { hint: "Give devURL or devURLFrom: an empty database of the same kind.", ...facts });
  }
}

/** The API server does not take the dev database's Deployment: `devDB.spec` makes no pod, or a quota or policy of the namespace forbids it. */
export class DevDatabaseRefusedError extends AtlasIacError {
  readonly code = "DevDatabaseRefused";

  constructor(title: string, cause: unknown) {
    super(`${title} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      hint: "Mend devDB.spec, or what the namespace allows; or give devURL or devURLFrom: an empty database of the same kind.",
    });
  }
}

/** The directory of migrations that was applied last cannot be read or kept at the moment. */
export class FormerDirectoryError extends AtlasIacError {
  readonly code = "FormerDirectory";

  constructor(message: string, cause: unknown) {
    super(`${message}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
