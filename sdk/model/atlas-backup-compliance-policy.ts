import type { OnDemandRetention } from "./atlas-backup-compliance-policy/on-demand";
import type { BackupPolicyItem } from "./backup/policy-item";
import type { CommonStatus } from "./condition";

export type * from "./atlas-backup-compliance-policy/on-demand";

/**
 * Rules that all backups of a project must meet. Atlas lets nobody take it back, or weaken it, without its support. Projects use it
 * through `backupCompliancePolicyRef`.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasbackupcompliancepolicies
 * @singular atlasbackupcompliancepolicy
 * @shortNames ["abcp"]
 * @categories ["atlas"]
 * @embedded
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasBackupCompliancePolicy {
  /** The declared rules. */
  spec?: AtlasBackupCompliancePolicySpec;
  /** Whether it is in use. */
  status?: AtlasBackupCompliancePolicyStatus;
}

/** What a backup compliance policy shall be. */
export interface AtlasBackupCompliancePolicySpec {
  /**
   * E-mail address of who may ask Atlas's support to change the rules.
   * @strictFormat contact
   */
  authorizedEmail: string;
  /**
   * Given name of who may ask.
   * @strictMinLength 1
   */
  authorizedUserFirstName: string;
  /**
   * Family name of who may ask.
   * @strictMinLength 1
   */
  authorizedUserLastName: string;
  /** Whether copies of backups in other regions cannot be deleted. Absent means false. */
  copyProtectionEnabled?: boolean;
  /** Whether all deployments must encrypt what they store with the customer's own key. Absent means false. */
  encryptionAtRestEnabled?: boolean;
  /** Least time that backups taken on demand are kept. Absent means none. */
  onDemandPolicy?: OnDemandRetention;
  /**
   * Whether backup schedules that do not meet the rules are changed so that they do, when the rules are sent. Absent means false: Atlas
   * refuses rules that a schedule does not meet. Changing it alone changes nothing.
   */
  overwriteBackupPolicies?: boolean;
  /** Whether all deployments must be restorable to any point in time. Absent means false. */
  pointInTimeEnabled?: boolean;
  /**
   * Least number of days back to which deployments can be restored to any point in time. Left to Atlas when absent.
   * @asType integer
   */
  restoreWindowDays?: number;
  /** Least that every backup schedule does. Absent means nothing. */
  scheduledPolicyItems?: BackupPolicyItem[];
}

/** Whether a backup compliance policy is in use. */
export interface AtlasBackupCompliancePolicyStatus extends CommonStatus {}
