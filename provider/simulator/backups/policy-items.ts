import type { IdSource } from "../ids";
import { type JsonObject, numberAt, stringAt } from "../json";
import { problem } from "../problem";
import type { PolicyItemDoc } from "./docs";

/** Intervals that each frequency may have. */
const INTERVALS: Readonly<Record<string, (interval: number) => boolean>> = {
  hourly: (interval) => [1, 2, 4, 6, 8, 12].includes(interval),
  daily: (interval) => interval === 1,
  weekly: (interval) => interval <= 7,
  monthly: (interval) => interval <= 28 || interval === 40,
  yearly: (interval) => interval <= 12,
};

const DAYS: Readonly<Record<string, number>> = { days: 1, weeks: 7, months: 31, years: 366 };

/** Rules as they were sent, with ids. @throws Problem when there is no such interval, or a second hourly or daily rule */
export function policyItems(sent: readonly JsonObject[], ids: IdSource): PolicyItemDoc[] {
  const items = sent.map((item) => ({
    id: ids.objectId(),
    frequencyType: stringAt(item, "frequencyType") ?? "",
    frequencyInterval: numberAt(item, "frequencyInterval") ?? 0,
    retentionUnit: stringAt(item, "retentionUnit") ?? "",
    retentionValue: numberAt(item, "retentionValue") ?? 0,
  }));
  for (const { frequencyType, frequencyInterval, retentionValue } of items) {
    if (!INTERVALS[frequencyType]?.(frequencyInterval)) throw problem("INVALID_ATTRIBUTE", "frequencyInterval");
    if (retentionValue < 1) throw problem("INVALID_ATTRIBUTE", "retentionValue");
    const several = items.filter((other) => other.frequencyType === frequencyType).length > 1;
    if (several && (frequencyType === "hourly" || frequencyType === "daily")) {
      throw problem("INVALID_ATTRIBUTE", "frequencyType");
    }
  }
  return items;
}

/** Rules that `items` do not meet: those of a frequency that is not taken, or not kept as long. */
export function unmet(items: readonly PolicyItemDoc[], required: readonly PolicyItemDoc[]): PolicyItemDoc[] {
  return required.filter((rule) => {
    const alike = items.filter(({ frequencyType }) => frequencyType === rule.frequencyType);
    return !alike.some((item) => isKeptAsLong(item, rule) && isTakenAsOften(item, rule));
  });
}

/** `items` made to meet `required`: rules of the same frequency give way. */
export function raised(
  items: readonly PolicyItemDoc[],
  required: readonly PolicyItemDoc[],
  ids: IdSource,
): PolicyItemDoc[] {
  const missing = unmet(items, required);
  const replaced = new Set(missing.map(({ frequencyType }) => frequencyType));
  const kept = items.filter(({ frequencyType }) => !replaced.has(frequencyType));
  return [...kept, ...missing.map((rule) => ({ ...rule, id: ids.objectId() }))];
}

const daysOf = ({ retentionUnit, retentionValue }: PolicyItemDoc): number =>
  (DAYS[retentionUnit] ?? 1) * retentionValue;

const isKeptAsLong = (item: PolicyItemDoc, rule: PolicyItemDoc): boolean => daysOf(item) >= daysOf(rule);

/** Only hours can be more or less often; days of a week or year are all one. */
const isTakenAsOften = (item: PolicyItemDoc, rule: PolicyItemDoc): boolean =>
  rule.frequencyType !== "hourly" || item.frequencyInterval <= rule.frequencyInterval;
