/** A region that backups are copied to. */
export interface BackupCopySetting {
  /**
   * Cloud provider of the region.
   * @default AWS
   */
  cloudProvider?: "AWS" | "GCP" | "AZURE";
  /** Region as Atlas names it, such as `EU_WEST_1`. */
  regionName?: string;
  /** Whether to copy the oplogs too, so that any point in time can be restored there. Needs `pitEnabled` of the deployment. Absent means false. */
  shouldCopyOplogs?: boolean;
  /**
   * Which backups to copy: `HOURLY`, `DAILY`, `WEEKLY`, `MONTHLY`, `YEARLY`, `ON_DEMAND`.
   * @minItems 1
   */
  frequencies?: string[];
}
