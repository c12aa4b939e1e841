/** One rule for taking backups: how often, and how long to keep them. */
export interface BackupPolicyItem {
  /** Unit of `frequencyInterval`: how often to take a backup. */
  frequencyType: "hourly" | "daily" | "weekly" | "monthly" | "yearly";
  /**
   * When to take it. Hourly: every so many hours (1, 2, 4, 6, 8 or 12). Daily: 1. Weekly: the day, Monday as 1 to Sunday as 7. Monthly: the
   * day, 1 to 28, or 40 for the last one. Yearly: the month, 1 to 12, on its first day.
   * @asType integer
   */
  frequencyInterval: BackupFrequencyInterval;
  /** Unit of `retentionValue`. */
  retentionUnit: "days" | "weeks" | "months" | "years";
  /**
   * How long to keep each backup, in units of `retentionUnit`.
   * @asType integer
   */
  retentionValue: number;
}

/** The intervals of all frequencies. 40 stands for the last day of the month. */
export type BackupFrequencyInterval =
  | 1
  | 2
  | 3
  | 4
  | 5
  | 6
  | 7
  | 8
  | 9
  | 10
  | 11
  | 12
  | 13
  | 14
  | 15
  | 16
  | 17
  | 18
  | 19
  | 20
  | 21
  | 22
  | 23
  | 24
  | 25
  | 26
  | 27
  | 28
  | 40;
