import { Hindrance } from "../controllers/errors";
import { realMs, type Services } from "../controllers/services";
import type { Subject } from "../controllers/subject";
import { isBeingDeleted } from "../runtime";
import { mainCondition } from "../status/main-condition";
import { isOver } from "./expiry";
import { leavesTo } from "./hand-over";
import { isShared } from "./keys";
import { isYounger, rivalsOf } from "./rivals";

/** How often what is refused is looked at again, in milliseconds of Atlas's clock. */
const LOOK_AGAIN_MS = 60_000;

/** Reason of conditions and events about what several objects declare. */
export const DECLARED_ELSEWHERE = "DeclaredElsewhere";

/**
 * Of several objects that declare one thing in Atlas, the oldest has its way: otherwise each would undo what the others do, for ever.
 * Where each only adds to it, all have.
 *
 * @throws Hindrance naming the one that was there before
 */
export function assertFirst({ kind, object }: Subject, services: Services): void {
  if (isShared(kind) || isOver(kind, object, services.clock)) return;
  const first = rivalsOf(services, kind, object).find(
    (rival) => isYounger(object, rival.object) && !leavesTo(services, rival, object),
  );
  if (!first) return;
  const leaves = isBeingDeleted(first.object);
  const state = leaves ? "which is being deleted" : "which was there before and has its way";
  throw new Hindrance(`${first.what} is declared by ${first.title} too, ${state}`, {
    condition: mainCondition(kind),
    reason: DECLARED_ELSEWHERE,
    // Whose it is also depends on things that call for nothing, as through which project a team is reached.
    again: leaves ? "on-change" : { afterMs: realMs(services, LOOK_AGAIN_MS) },
    stalled: !leaves,
    waiting: leaves,
    unready: leaves,
    hint: leaves
      ? undefined
      : "Delete one of the two, or let this one name something else; what is in Atlas stays either way",
  });
}
