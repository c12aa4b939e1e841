import { policyOf } from "../../../sdk/model/object-policy";
import type { Json, ManagedObject } from "../cluster/managed-object";

/**
 * What becomes of a thing in Atlas when its object is deleted: what the object says, else what the operator is set to. A deployment that
 * is declared to be protected from termination is kept whatever else is said, as with upstream: Atlas would refuse for ever.
 */
export function fateOf({ metadata, spec }: ManagedObject, deletionProtection: boolean): "keep" | "delete" {
  if (isProtectedFromTermination(spec)) return "keep";
  return policyOf(metadata.annotations).resource ?? (deletionProtection ? "keep" : "delete");
}

/** Whether a deployment is declared so that Atlas refuses to delete it. */
export const isProtectedFromTermination = (spec: Json = {}): boolean =>
  [spec.deploymentSpec, spec.flexSpec, spec.serverlessSpec].some(
    (settings) => Object(settings).terminationProtectionEnabled === true,
  );
