import type { AtlasBackupPolicySpec } from "../atlas-backup-policy";
import { policyItemFaults } from "../backup/policy-item-checks";
import type { Fault } from "../errors";

/** Rules of a backup policy that its schema cannot say. */
export const check = ({ items }: AtlasBackupPolicySpec): Fault[] => policyItemFaults(items, "spec.items");
