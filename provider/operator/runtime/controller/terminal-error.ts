import { AtlasIacError, type ErrorFacts } from "../../../../sdk/model/errors";

/** Trying again cannot help: the next pass comes when the object, or something it watches, changes. */
export class TerminalError extends AtlasIacError {
  readonly code: string = "Terminal";

  constructor(message: string, facts: ErrorFacts = {}) {
    super(message, facts);
  }
}
