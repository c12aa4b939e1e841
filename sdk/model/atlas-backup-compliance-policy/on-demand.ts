/** How long backups are kept that were taken on demand. */
export interface OnDemandRetention {
  /** Unit of `retentionValue`. */
  retentionUnit: "days" | "weeks" | "months";
  /**
   * How long, in units of `retentionUnit`.
   * @asType integer
   */
  retentionValue: number;
}
