import type { Fault } from "../errors";
import { list } from "../messages";
import type { BackupPolicyItem } from "./policy-item";

type Frequency = BackupPolicyItem["frequencyType"];

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

interface Interval {
  allowed: number[];
  shown: string;
}

/** The intervals that Atlas takes for each frequency, and how people are told (Atlas Admin API, updateGroupClusterBackupSchedule). */
const intervals: Record<Frequency, Interval> = {
  hourly: { allowed: [1, 2, 4, 6, 8, 12], shown: list(["1", "2", "4", "6", "8", "12"], "or") },
  daily: { allowed: [1], shown: "1" },
  weekly: { allowed: upTo(7), shown: "1 to 7" },
  monthly: { allowed: [...upTo(28), 40], shown: "1 to 28, or 40" },
  yearly: { allowed: upTo(12), shown: "1 to 12" },
};

/** What a declaration says is no frequency before the schema has had its say. */
const intervalOf = new Map<string, Interval>(Object.entries(intervals));

const every = new Set(Object.values(intervals).flatMap(({ allowed }) => allowed));

/** Atlas takes one hourly and one daily rule; of the others several. */
const single: readonly Frequency[] = ["hourly", "daily"];

/** What of the rules of a backup policy Atlas would refuse. `path` is that of the list. */
export function policyItemFaults(items: readonly BackupPolicyItem[], path: string): Fault[] {
  return items.flatMap(({ frequencyType, frequencyInterval, retentionValue }, index) => {
    const at = `${path}[${index}]`;
    const interval = intervalOf.get(frequencyType);
    const faults: Fault[] = [];
    // What no frequency has, the schema tells.
    if (interval && !interval.allowed.includes(frequencyInterval) && every.has(frequencyInterval)) {
      const message = `must be ${interval.shown} when frequencyType is ${frequencyType}, not ${frequencyInterval}`;
      faults.push({ path: `${at}.frequencyInterval`, message });
    }
    if (retentionValue < 1) {
      faults.push({ path: `${at}.retentionValue`, message: `must be at least 1, not ${retentionValue}` });
    }
    const same = items.findIndex((other) => other.frequencyType === frequencyType);
    if (same !== index && single.includes(frequencyType)) {
      const message = `there may be one ${frequencyType} rule, and ${path}[${same}] is one already`;
      faults.push({ path: `${at}.frequencyType`, message });
    }
    return faults;
  });
}
