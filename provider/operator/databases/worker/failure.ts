import { AtlasIacError } from "../../../../sdk/model/errors";

/** An error as it goes from one process to another: what it says, and what those who handle it look at. */
export interface Failure {
  /** Family of the error; `Defect` for what nobody threw on purpose. */
  code: string;
  message: string;
  hint?: string;
  /** Why something was refused: upstream's reason. */
  refused?: string;
  /** Page on which an approval is given. */
  link?: string;
  /** The dev database that is missing: of this dialect, bound to a schema or not. */
  missing?: { dialect: string; bound: boolean };
  /** Whether it was what is in the dev database: a fresh one may be fit. */
  unclean?: boolean;
}

/** Work on a database did not come to its end. Its code is that of the error that ended it. */
export class DatabaseWorkError extends AtlasIacError {
  readonly code: string;

  constructor(readonly failure: Failure) {
    super(failure.message, { hint: failure.hint });
    this.code = failure.code;
  }
}
