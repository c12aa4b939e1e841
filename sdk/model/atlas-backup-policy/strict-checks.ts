import type { AtlasBackupPolicySpec } from "../atlas-backup-policy";
import { policyItemFaults } from "../backup/policy-item-checks";
import type { Fault } from "../errors";

/** What Atlas would refuse of a backup policy. */
export const strictCheck = ({ items }: AtlasBackupPolicySpec): Fault[] => policyItemFaults(items, "spec.items");
