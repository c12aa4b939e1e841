import { AtlasIacError } from "../../../sdk/model/errors";

/** A database does not answer, and may never do so again. */
export class UnreachableDatabaseError extends AtlasIacError {
  readonly code = "UnreachableDatabase";

  /** @param subject what could not be done, with what it could not be done to */
  constructor(subject: string, urn: string, onDelete: "keep" | "drop", cause: AtlasIacError) {
    const kept = onDelete === "drop" ? 'set onDelete "keep" and run `pulumi up`, or ' : "";
    const gone = `If it is gone for good, ${kept}forget the resource with \`pulumi state delete '${urn}'\`.`;
    super(`${subject}: ${cause.message}`, { cause, hint: [cause.hint, gone].filter(Boolean).join(" ") });
  }
}
