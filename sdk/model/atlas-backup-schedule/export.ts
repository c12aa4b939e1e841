/** Where backups are exported to, and how often. */
export interface BackupExport {
  /** Id of the export bucket in Atlas: 24 hexadecimal digits. */
  exportBucketId: string;
  /**
   * How often.
   * @default monthly
   */
  frequencyType: "monthly";
}
