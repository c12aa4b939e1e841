import type { BackupPolicyItem } from "./backup/policy-item";
import type { CommonStatus } from "./condition";

/**
 * How often backups are taken and how long they are kept. Backup schedules use it through `policy`.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasbackuppolicies
 * @singular atlasbackuppolicy
 * @shortNames ["abp"]
 * @categories ["atlas"]
 * @embedded
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasBackupPolicy {
  /** The declared policy. */
  spec?: AtlasBackupPolicySpec;
  /** Who uses the policy. */
  status?: AtlasBackupPolicyStatus;
}

/** What a backup policy shall be. */
export interface AtlasBackupPolicySpec {
  /** Rules for taking backups. They are all there are: a deployment has no others. An empty list stops scheduled backups. */
  items: BackupPolicyItem[];
}

/** Who uses a backup policy. */
export interface AtlasBackupPolicyStatus extends CommonStatus {
  /** Backup schedules that use the policy, as `namespace/name`. */
  backupScheduleIDs?: string[];
}
