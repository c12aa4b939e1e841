import { parseAtlasDate } from "../../../sdk/model/atlas-date";
import type { KindName } from "../../../sdk/model/kinds";
import type { Clock } from "../../atlas/clock";
import type { Json, ManagedObject } from "../cluster/managed-object";
import { findCondition } from "../runtime";

/** Reason of the condition of a user whose time is over (upstream's name). */
export const USER_EXPIRED = "DatabaseUserExpired";

/** When a user is to go, in milliseconds since 1970. Absent for one that stays, or where nobody can tell. */
export const expiryOf = ({ deleteAfterDate }: Json): number | undefined =>
  typeof deleteAfterDate === "string" ? parseAtlasDate(deleteAfterDate)?.getTime() : undefined;

/** Whether the time of what an object declares is over. It declares nothing then: others may have what it had. Only users have an end. */
export function isOver(kind: KindName, { spec = {} }: ManagedObject, clock: Clock): boolean {
  const until = kind === "AtlasDatabaseUser" ? expiryOf(spec) : undefined;
  return until !== undefined && until <= clock.now();
}

/** Whether an object tells that its time is over. */
export const isToldOver = ({ status }: ManagedObject): boolean =>
  findCondition(status?.conditions, "DatabaseUserReady")?.reason === USER_EXPIRED;
