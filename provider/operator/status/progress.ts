import { PREDECESSOR_CONDITION } from "../predecessor/predecessor";
import type { Condition } from "../runtime";
import type { Outcome } from "./outcome";

/** Conditions that speak of one pass only: the next one says them anew, or no longer (kstatus). */
export const momentary: ReadonlySet<string> = new Set(["Stalled", "Reconciling", PREDECESSOR_CONDITION]);

/**
 * The condition `Reconciling`: nothing is wrong, it is only not done yet. It tells waiting from failing, for which `Ready` has one word;
 * tools that judge health, such as Argo CD, would otherwise call an object broken that waits for a cluster to be made. A first look has
 * nothing to tell it from.
 *
 * @param staying what earlier passes told and still stands
 */
export function progressOf(
  { ready, verdicts, stalled }: Pick<Outcome, "ready" | "verdicts" | "stalled">,
  staying: readonly Condition[],
): Omit<Condition, "lastTransitionTime"> | undefined {
  const troubles = verdicts.filter(({ status }) => status === "False");
  if (ready || stalled || troubles.some(({ waiting }) => !waiting)) return undefined;
  const [first] = troubles;
  if (first) return progress(first.reason, first.message);
  const outdated = staying.some(({ type, status }) => type !== "Ready" && status === "False");
  return outdated ? progress(undefined, "a new declaration is being made true") : undefined;
}

/** Nothing is wrong: it is only not done yet. */
export const progress = (reason = "Reconciling", message = ""): Omit<Condition, "lastTransitionTime"> => ({
  type: "Reconciling",
  status: "True",
  reason,
  message,
});
