import type { JsonObject } from "../json";

/** One rule of a schedule. */
export interface PolicyItemDoc {
  id: string;
  frequencyType: string;
  frequencyInterval: number;
  retentionUnit: string;
  retentionValue: number;
}

/** When backups of a cluster are taken. */
export interface BackupScheduleDoc {
  policyId: string;
  items: PolicyItemDoc[];
  referenceHourOfDay: number;
  referenceMinuteOfHour: number;
  restoreWindowDays: number;
  autoExportEnabled: boolean;
  useOrgAndGroupNamesInExportPrefix: boolean;
  export?: JsonObject;
  copySettings: JsonObject[];
}

/** What all backups of a project must meet. */
export interface CompliancePolicyDoc {
  /** As the service shows it, but for its state. */
  settings: JsonObject;
  items: PolicyItemDoc[];
  /** What the service is at until `activeAt`. */
  doing: "ENABLING" | "UPDATING";
  activeAt: number;
}
