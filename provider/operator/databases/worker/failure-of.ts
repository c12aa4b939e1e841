import { isAtlasIacError } from "../../../../sdk/model/errors";
import { ApprovalPendingError, NoDevDatabaseError, RefusedError, UncleanDevDatabaseError } from "../../../schema";
import type { Failure } from "./failure";

/** What was thrown, to be sent to the operator. */
export function failureOf(error: unknown): Failure {
  if (!isAtlasIacError(error)) {
    return { code: "Defect", message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, hint } = error;
  return {
    ...{ code, message, hint },
    refused: error instanceof RefusedError ? error.reason : undefined,
    link: error instanceof ApprovalPendingError ? error.link : undefined,
    missing: error instanceof NoDevDatabaseError ? error.missing : undefined,
    unclean: error instanceof UncleanDevDatabaseError || undefined,
  };
}
