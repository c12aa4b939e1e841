import type { AtlasBackupCompliancePolicySpec } from "../atlas-backup-compliance-policy";
import { policyItemFaults } from "../backup/policy-item-checks";
import type { Fault } from "../errors";

/** Rules of a backup compliance policy that its schema cannot say. */
export function check({ scheduledPolicyItems = [], onDemandPolicy }: AtlasBackupCompliancePolicySpec): Fault[] {
  const none = onDemandPolicy !== undefined && onDemandPolicy.retentionValue < 1;
  return [
    ...policyItemFaults(scheduledPolicyItems, "spec.scheduledPolicyItems"),
    ...(none ? [{ path: "spec.onDemandPolicy.retentionValue", message: "must be at least 1" }] : []),
  ];
}
