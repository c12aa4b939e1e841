import type { BackupCopySetting } from "./atlas-backup-schedule/copy-setting";
import type { BackupExport } from "./atlas-backup-schedule/export";
import type { CommonStatus } from "./condition";
import type { EmbeddedRef } from "./markers";

export type * from "./atlas-backup-schedule/copy-setting";
export type * from "./atlas-backup-schedule/export";

/**
 * When backups of a deployment are taken, where they are copied to, and how far back it can be restored. Deployments use it
 * through `backupRef`.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasbackupschedules
 * @singular atlasbackupschedule
 * @shortNames ["abs"]
 * @categories ["atlas"]
 * @embedded
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasBackupSchedule {
  /** The declared schedule. */
  spec?: AtlasBackupScheduleSpec;
  /** Who uses the schedule. */
  status?: AtlasBackupScheduleStatus;
}

/** What a backup schedule shall be. */
export interface AtlasBackupScheduleSpec {
  /** How often to take backups, and how long to keep them. */
  policy: EmbeddedRef<"AtlasBackupPolicy">;
  /**
   * Whether backups are exported to a bucket by themselves. Needs `export`.
   * @default false
   */
  autoExportEnabled?: boolean;
  /** Where backups are exported to. Left as it is when absent. */
  export?: BackupExport;
  /**
   * Hour of the day, in UTC, at which backups are taken. Left to Atlas when absent.
   * @asType integer
   * @format int64
   * @minimum 0
   * @maximum 23
   */
  referenceHourOfDay?: number;
  /**
   * Minute of the hour at which backups are taken. Left to Atlas when absent.
   * @asType integer
   * @format int64
   * @minimum 0
   * @maximum 59
   */
  referenceMinuteOfHour?: number;
  /**
   * How many days back the deployment can be restored to any point in time. Has an effect with `pitEnabled` of the deployment.
   * @default 1
   * @asType integer
   * @format int64
   */
  restoreWindowDays?: number;
  /**
   * Whether a change of the rules also changes how long the backups that were taken already are kept. Atlas does not tell what it
   * is, so that changing it alone changes nothing.
   */
  updateSnapshots?: boolean;
  /** Whether exported backups lie under names instead of ids of organisation and project. Left as it is when absent. */
  useOrgAndGroupNamesInExportPrefix?: boolean;
  /**
   * Regions that backups of the first zone are copied to. What was declared and no longer is ends, though copies that were made stay until
   * their time is over; what others set up is left alone.
   */
  copySettings?: BackupCopySetting[];
}

/** Who uses a backup schedule. */
export interface AtlasBackupScheduleStatus extends CommonStatus {
  /** Deployments that use the schedule, by their names in Atlas. */
  deploymentID?: string[];
}
