import type { ManagedObject } from "../cluster/managed-object";
import { failedOf } from "./conditions";
import type { DatabaseSettings } from "./options";

/** Attempts beside the first (Ariga's atlas-operator, release 0.7.37). */
const DEFAULT_LIMIT = 20;

/**
 * How long to wait after the failure that was just counted; nothing when it was the last attempt. Doubles each time, unlike upstream's,
 * whose waits grow by five seconds: a database that is down for the night is not asked every minute.
 */
export function nextAttemptMs(
  { spec, status }: ManagedObject,
  { backoff }: Pick<DatabaseSettings, "backoff">,
): number | undefined {
  const limit = typeof spec?.backoffLimit === "number" ? spec.backoffLimit : DEFAULT_LIMIT;
  const failed = failedOf(status);
  if (limit > 0 && failed > limit) return undefined;
  return Math.min(backoff.firstMs * 2 ** Math.min(failed - 1, 30), backoff.maxMs);
}
