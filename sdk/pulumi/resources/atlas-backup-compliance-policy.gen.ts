// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasBackupCompliancePolicySpec } from "../../model/atlas-backup-compliance-policy";
import type { Args, OutputOf } from "../args";
import type { EmbeddedOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a backup compliance policy shall be. */
export interface AtlasBackupCompliancePolicyArgs extends Args<AtlasBackupCompliancePolicySpec> {}

/**
 * Rules that all backups of a project must meet. Atlas lets nobody take it back, or weaken it, without its support. Projects use it through `backupCompliancePolicyRef`.
 * What refers to it writes it to Atlas; by itself it is not there. Its id is its name in the program.
 */
export class AtlasBackupCompliancePolicy extends AtlasResource<"AtlasBackupCompliancePolicy"> {
  /** E-mail address of who may ask Atlas's support to change the rules. */
  declare readonly authorizedEmail: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "authorizedEmail">>;
  /** Given name of who may ask. */
  declare readonly authorizedUserFirstName: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "authorizedUserFirstName">>;
  /** Family name of who may ask. */
  declare readonly authorizedUserLastName: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "authorizedUserLastName">>;
  /** Whether copies of backups in other regions cannot be deleted. Absent means false. */
  declare readonly copyProtectionEnabled: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "copyProtectionEnabled">>;
  /** Whether all deployments must encrypt what they store with the customer's own key. Absent means false. */
  declare readonly encryptionAtRestEnabled: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "encryptionAtRestEnabled">>;
  /** Least time that backups taken on demand are kept. Absent means none. */
  declare readonly onDemandPolicy: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "onDemandPolicy">>;
  /** Whether backup schedules that do not meet the rules are changed so that they do, when the rules are sent. Absent means false: Atlas refuses rules that a schedule does not meet. Changing it alone changes nothing. */
  declare readonly overwriteBackupPolicies: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "overwriteBackupPolicies">>;
  /** Whether all deployments must be restorable to any point in time. Absent means false. */
  declare readonly pointInTimeEnabled: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "pointInTimeEnabled">>;
  /** Least number of days back to which deployments can be restored to any point in time. Left to Atlas when absent. */
  declare readonly restoreWindowDays: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "restoreWindowDays">>;
  /** Least that every backup schedule does. Absent means nothing. */
  declare readonly scheduledPolicyItems: pulumi.Output<OutputOf<AtlasBackupCompliancePolicySpec, "scheduledPolicyItems">>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasBackupCompliancePolicyArgs, options: EmbeddedOptions = {}) {
    super("AtlasBackupCompliancePolicy", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasBackupCompliancePolicy {
    return isResourceOfKind(value, "AtlasBackupCompliancePolicy");
  }
}
