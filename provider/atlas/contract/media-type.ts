import type { Operation, OperationId } from "./operations.gen";
import { operations } from "./operations.gen";

/** The media type that selects an operation's version, as it stands in Accept and Content-Type. */
export function mediaTypeOf(operation: OperationId | Operation): string {
  const { version } = typeof operation === "string" ? operations[operation] : operation;
  return `application/vnd.atlas.${version}+json`;
}
