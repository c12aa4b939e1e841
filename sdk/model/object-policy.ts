/**
 * How the operator treats an object, as people write it on the object itself. The names are those of the MongoDB Atlas
 * Kubernetes Operator, so that manifests keep their meaning.
 */
export interface ObjectPolicy {
  /** What becomes of the thing in Atlas when its object is deleted. Absent: the operator's own setting, which is to keep. */
  resource?: "keep" | "delete";
  /** `skip`: the operator leaves the object alone for as long as this stands. */
  reconciliation?: "skip";
  /** `allow`: the operator takes the object although it is labelled for a later version of the operator. */
  resourceVersion?: "allow";
}

/** Annotation of each policy. */
export const policyAnnotations: Readonly<Record<keyof ObjectPolicy, string>> = {
  resource: "mongodb.com/atlas-resource-policy",
  reconciliation: "mongodb.com/atlas-reconciliation-policy",
  resourceVersion: "mongodb.com/atlas-resource-version-policy",
};

/** The annotations that say a policy. */
export function annotationsOf(policy: ObjectPolicy): Record<string, string> {
  const annotations: Record<string, string> = {};
  for (const name of ["resource", "reconciliation", "resourceVersion"] as const) {
    const value = policy[name];
    if (value !== undefined) annotations[policyAnnotations[name]] = value;
  }
  return annotations;
}

/** The policy that annotations say. As upstream reads them: every resource policy but `keep` means `delete`. */
export function policyOf(annotations: Readonly<Record<string, string>> = {}): ObjectPolicy {
  const resource = annotations[policyAnnotations.resource];
  return {
    ...(resource === undefined ? {} : { resource: resource === "keep" ? "keep" : "delete" }),
    ...(annotations[policyAnnotations.reconciliation] === "skip" ? { reconciliation: "skip" } : {}),
    ...(annotations[policyAnnotations.resourceVersion] === "allow" ? { resourceVersion: "allow" } : {}),
  };
}
