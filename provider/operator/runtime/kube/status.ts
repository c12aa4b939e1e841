import type { CallOptions, KubeClient } from "./client";
import { edit } from "./edit";
import type { KubeObject } from "./object";
import type { Resource } from "./resource";

/** An object with a status subresource. */
export interface WithStatus extends KubeObject {
  status?: object;
}

/**
 * Writes the status when it changed, and only what changed of it. `status` is given the status as it is on the server, so that
 * conditions keep the time of their last transition, and must be pure.
 *
 * @param object the object that the status was made from; its generation is what `observedGeneration` should say
 * @returns the object as it is now; `undefined` when it is gone
 */
export function writeStatus<T extends WithStatus>(
  kube: KubeClient,
  resource: Resource<T>,
  object: T,
  status: (current: T["status"]) => NonNullable<T["status"]>,
  options: CallOptions = {},
): Promise<T | undefined> {
  const change = (current: T): T => ({ ...current, status: status(current.status) });
  return edit(kube, resource, object, change, { ...options, subresource: "status" });
}
