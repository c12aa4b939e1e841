import type { CallOptions } from "./client";
import type { Editor } from "./edit";
import type { KubeObject } from "./object";

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
  objects: Editor<T>,
  object: T,
  status: (current: T["status"]) => NonNullable<T["status"]>,
  options: CallOptions = {},
): Promise<T | undefined> {
  const change = (current: T): T => ({ ...current, status: status(current.status) });
  return objects.edit(object, change, { ...options, subresource: "status" });
}
