import { isAtlasIacError } from "../../sdk/model/errors";

/**
 * An error as people read it through Pulumi: message and hint, no stack. The engine prints whatever stack an error has, and says
 * of itself where in the program the resource is.
 */
export class OperationError extends Error {
  constructor(cause: unknown) {
    super(describe(cause), { cause });
    this.name = "Error";
    this.stack = "";
  }
}

/**
 * The object exists, but not all of it is as declared. The engine keeps `id` and `properties` in its state and shows the
 * `reasons`; the next `pulumi up` goes on from there.
 */
export class PartialFailure extends OperationError {
  constructor(
    readonly id: string,
    readonly properties: object,
    cause: unknown,
  ) {
    super(cause);
  }

  get reasons(): string[] {
    return [this.message];
  }
}

/** What went wrong, and what to do. Errors of ours know both; anything else is a defect, and keeps its stack. */
export function describe(error: unknown): string {
  if (isAtlasIacError(error)) return error.describe();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
