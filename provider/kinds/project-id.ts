import { ValidationError } from "../../sdk/model/errors";

/**
 * Atlas id of the project that a declaration names: the one declared beside it, else the external one.
 * @throws ValidationError when it names none.
 */
export function projectIdOf(
  kind: string,
  { projectRef, externalProjectRef }: { projectRef?: string; externalProjectRef?: { id: string } },
): string {
  const id = projectRef ?? externalProjectRef?.id;
  if (!id) {
    const message = "exactly one of projectRef and externalProjectRef must be given";
    throw new ValidationError(kind, [{ path: "spec.projectRef", message }]);
  }
  return id;
}
