import { policyOf } from "../../../sdk/model/object-policy";
import type { ManagedObject } from "../cluster/managed-object";

/** What becomes of a thing in Atlas when its object is deleted: what the object says, else what the operator is set to. */
export function fateOf({ metadata }: ManagedObject, deletionProtection: boolean): "keep" | "delete" {
  return policyOf(metadata.annotations).resource ?? (deletionProtection ? "keep" : "delete");
}
