import type { AtlasBackupScheduleSpec } from "../atlas-backup-schedule";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { notOneOf, show } from "../messages";

const frequencies = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "ON_DEMAND"];

/** Rules of a backup schedule that its schema cannot say. */
export function check(spec: AtlasBackupScheduleSpec | Resolved<AtlasBackupScheduleSpec>): Fault[] {
  const needsBucket = spec.autoExportEnabled === true && spec.export === undefined;
  return [
    ...(needsBucket ? [{ path: "spec.export", message: "is required when autoExportEnabled is true" }] : []),
    ...(spec.copySettings ?? []).flatMap((setting, index) => {
      const at = `spec.copySettings[${index}]`;
      const faults: Fault[] = (setting.frequencies ?? []).flatMap((frequency, position) =>
        frequencies.includes(frequency)
          ? []
          : [{ path: `${at}.frequencies[${position}]`, message: notOneOf(frequency, show(frequency), frequencies) }],
      );
      if (!setting.regionName) faults.push({ path: `${at}.regionName`, message: "is required" });
      return faults;
    }),
  ];
}
