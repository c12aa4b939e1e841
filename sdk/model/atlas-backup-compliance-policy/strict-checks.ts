import type { AtlasBackupCompliancePolicySpec } from "../atlas-backup-compliance-policy";
import { policyItemFaults } from "../backup/policy-item-checks";
import type { Fault } from "../errors";

/** What Atlas would refuse of a backup compliance policy. */
export function strictCheck({ scheduledPolicyItems = [], onDemandPolicy }: AtlasBackupCompliancePolicySpec): Fault[] {
  const none = onDemandPolicy !== undefined && onDemandPolicy.retentionValue < 1;
  return [
    ...policyItemFaults(scheduledPolicyItems, "spec.scheduledPolicyItems"),
    ...(none ? [{ path: "spec.onDemandPolicy.retentionValue", message: "must be at least 1" }] : []),
  ];
}
