/** One entry of `status.conditions` (Kubernetes API conventions, "Typical status properties"). */
export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  /** CamelCase word for machines. */
  reason?: string;
  /** Sentence for people. Without times or counters, which would make every pass a write. */
  message?: string;
  /** When `status` last flipped, RFC 3339. */
  lastTransitionTime?: string;
  /** Generation of the spec that it speaks of. */
  observedGeneration?: number;
}

export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * The list with this condition in it: in its old place, or at the end. The transition time moves only when the status flips, as
 * people alert on it and tools wait for it.
 */
export function setCondition(
  conditions: readonly Condition[] | undefined,
  condition: Omit<Condition, "lastTransitionTime">,
  now: Date = new Date(),
): Condition[] {
  const before = findCondition(conditions, condition.type);
  const kept = before?.status === condition.status ? before.lastTransitionTime : undefined;
  const set: Condition = { ...condition, lastTransitionTime: kept ?? rfc3339(now) };
  const list = [...(conditions ?? [])];
  const place = list.findIndex(({ type }) => type === condition.type);
  if (place < 0) list.push(set);
  else list[place] = set;
  return list;
}

/** The list without these conditions: for what does not apply, which is neither true nor false. */
export function unsetConditions(conditions: readonly Condition[] | undefined, ...types: string[]): Condition[] {
  return (conditions ?? []).filter(({ type }) => !types.includes(type));
}

/** To the second, as `metav1.Time` is written. */
function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
