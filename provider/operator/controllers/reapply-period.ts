import { goDurationMs } from "../../../sdk/model/go-duration";
import { annotationOf, REAPPLY_PERIOD } from "../cluster/annotations";
import { mainCondition } from "../status/main-condition";
import { stateKinds } from "../status/states";
import { Hindrance } from "./errors";
import type { Subject } from "./subject";

/** Upstream's bound: a shorter period would be polling. */
const SHORTEST_MS = 60_000;

/**
 * How often the object asks to be made true anew, in milliseconds; nothing when it does not, or is of a kind on which the annotation
 * means nothing to upstream.
 *
 * @throws Hindrance when it asks for what is no duration, or too short a one
 */
export function reapplyPeriod({ kind, object }: Pick<Subject, "kind" | "object">): number | undefined {
  const text = stateKinds.has(kind) ? annotationOf(object, REAPPLY_PERIOD) : undefined;
  if (text === undefined) return undefined;
  const ms = goDurationMs(text);
  if (ms !== undefined && ms >= SHORTEST_MS) return ms;
  const problem = ms === undefined ? "is no duration" : "is too short: a minute at least";
  throw new Hindrance(`annotation ${REAPPLY_PERIOD}: ${JSON.stringify(text)} ${problem}`, {
    condition: mainCondition(kind),
    reason: "InternalError",
    again: "on-change",
    stalled: true,
    hint: "Write it as 60s, 15m or 1h30m, or leave it out: every object is looked at every three hours.",
  });
}
