import { AtlasIacError } from "../../../../sdk/model/errors";
import type { CallOptions, KubeClient } from "./client";
import { KubeApiError } from "./errors";
import { type KubeObject, keyOf } from "./object";
import { apiVersionOf, describeResource, type Resource } from "./resource";

/** A field of ours that somebody else owns with another value. */
export interface ContestedField {
  /** As the API server names it: `.data.password`. */
  field: string;
  /** Its owner's field manager. */
  manager: string;
}

/** Others own fields of what should be applied. Nothing was changed. */
export class FieldConflictError extends AtlasIacError {
  readonly code = "KubernetesFieldConflict";

  constructor(
    subject: string,
    readonly fields: readonly ContestedField[],
    cause: unknown,
  ) {
    const list = fields.map(({ field, manager }) => `${field} (owned by ${manager})`).join(", ");
    super(`${subject} was not applied: ${list}`, {
      cause,
      hint: "Take these fields out of what the other owner applies, or delete the object if it is a leftover.",
    });
  }
}

export interface ApplyOptions extends CallOptions {
  /** Field managers that this one succeeds: their fields, and nobody else's, are taken over. */
  successorOf?: readonly string[];
}

/**
 * Makes the object have these fields and makes us their owner; fields applied before and left out now are removed. Fields of
 * others are never forced, unless all their owners are named as predecessors.
 *
 * @throws FieldConflictError
 */
export async function apply<T extends KubeObject>(
  kube: KubeClient,
  resource: Resource<T>,
  object: T,
  { successorOf = [], signal }: ApplyOptions = {},
): Promise<T> {
  const key = keyOf(object);
  const intent = { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind };
  try {
    return await kube.applyPatch(resource, key, intent, { signal });
  } catch (error) {
    const contested = contestedFields(error);
    if (contested.length === 0) throw error;
    if (!contested.every(({ manager }) => successorOf.includes(manager))) {
      throw new FieldConflictError(`${describeResource(resource)} ${key}`, contested, error);
    }
  }
  return kube.applyPatch(resource, key, intent, { signal, force: true });
}

/** Reads the owners out of the causes, whose message starts `conflict with "<manager>"` (server-side apply, conflicts). */
function contestedFields(error: unknown): ContestedField[] {
  if (!(error instanceof KubeApiError)) return [];
  const causes = error.answer.details?.causes ?? [];
  return causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ field = "?", message = "" }) => ({ field, manager: /^conflict with "([^"]*)"/.exec(message)?.[1] ?? "?" }));
}
