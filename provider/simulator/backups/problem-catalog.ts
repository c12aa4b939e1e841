/** Error codes of the backup operations; same shape and sources as the general catalogue. */
export const BACKUP_PROBLEM_CATALOG = {
  BACKUP_CONFIG_NOT_FOUND: [404, "No backup configuration exists for cluster %s in group %s."],
  BACKUP_COMPLIANCE_POLICY_SETTINGS_NOT_FOUND: [404, "No backup compliance policy exists for group %s."],
  BACKUP_COMPLIANCE_POLICY_CANNOT_BE_DISABLED: [
    400,
    "The backup compliance policy of group %s can only be disabled by MongoDB support.",
  ],
  BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS: [
    400,
    "Backup policies do not meet the backup compliance policy requirements: %s.",
  ],
  EXPORT_BUCKET_NOT_FOUND: [404, "No export bucket with ID %s exists in group %s."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;
