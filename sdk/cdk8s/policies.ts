import { annotationsOf, type ObjectPolicy } from "../model/object-policy";

/**
 * Annotations that tell the operator how to treat an object:
 *
 * ```ts
 * new AtlasProject(this, "project", {
 *   metadata: { annotations: policies({ resource: "delete" }) },
 *   name: "shop",
 * });
 * ```
 */
export function policies(policy: ObjectPolicy): Record<string, string> {
  return annotationsOf(policy);
}
