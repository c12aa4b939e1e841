import type { KubeObject } from "../kube/object";
import { apiVersionOf, type Resource } from "../kube/resource";

/**
 * As the store keeps it: without the book-keeping of field managers, which is often more than half of an object and read by nobody
 * here; with apiVersion and kind, which the items of a list leave out.
 */
export function trimmed<T extends KubeObject>(object: T, resource: Resource<T>): T {
  delete object.metadata.managedFields;
  object.apiVersion ??= apiVersionOf(resource);
  object.kind ??= resource.kind;
  return object;
}
