// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasBackupScheduleSpec } from "../../model/atlas-backup-schedule";
import type { Args, OutputOf } from "../args";
import type { EmbeddedOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a backup schedule shall be. */
export interface AtlasBackupScheduleArgs extends Args<AtlasBackupScheduleSpec> {}

/**
 * When backups of a deployment are taken, where they are copied to, and how far back it can be restored. Deployments use it through `backupRef`.
 * What refers to it writes it to Atlas; by itself it is not there. Its id is its name in the program.
 */
export class AtlasBackupSchedule extends AtlasResource<"AtlasBackupSchedule"> {
  /** How often to take backups, and how long to keep them. */
  declare readonly policy: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "policy">>;
  /** Whether backups are exported to a bucket by themselves. Needs `export`. */
  declare readonly autoExportEnabled: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "autoExportEnabled">>;
  /** Where backups are exported to. Left as it is when absent. */
  declare readonly export: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "export">>;
  /** Hour of the day, in UTC, at which backups are taken. Left to Atlas when absent. */
  declare readonly referenceHourOfDay: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "referenceHourOfDay">>;
  /** Minute of the hour at which backups are taken. Left to Atlas when absent. */
  declare readonly referenceMinuteOfHour: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "referenceMinuteOfHour">>;
  /** How many days back the deployment can be restored to any point in time. Has an effect with `pitEnabled` of the deployment. */
  declare readonly restoreWindowDays: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "restoreWindowDays">>;
  /** Whether a change of the rules also changes how long the backups that were taken already are kept. Atlas does not tell what it is, so that changing it alone changes nothing. */
  declare readonly updateSnapshots: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "updateSnapshots">>;
  /** Whether exported backups lie under names instead of ids of organisation and project. Left as it is when absent. */
  declare readonly useOrgAndGroupNamesInExportPrefix: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "useOrgAndGroupNamesInExportPrefix">>;
  /** Regions that backups of the first zone are copied to. What was declared and no longer is ends, though copies that were made stay until their time is over; what others set up is left alone. */
  declare readonly copySettings: pulumi.Output<OutputOf<AtlasBackupScheduleSpec, "copySettings">>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasBackupScheduleArgs, options: EmbeddedOptions = {}) {
    super("AtlasBackupSchedule", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasBackupSchedule {
    return isResourceOfKind(value, "AtlasBackupSchedule");
  }
}
