import type { Owned } from "../../kinds/contract";
import type { AnyHandler } from "../../kinds/registry";
import { resolveReferences } from "../../kinds/resolve";
import type { Lookup } from "../../kinds/resolve-lookup";
import type { Json } from "../cluster/managed-object";
import type { Subject } from "../controllers/subject";
import { readLastApplied } from "./applied";

/**
 * What an object owns of which our own record is missing: upstream's operator has applied it before, or somebody took the annotations
 * away. Upstream's record tells what may be deleted; without it, what is declared is made true and nothing is deleted.
 *
 * @param sent Whether the secrets that the object names have reached Atlas as they are now. Upstream keeps no trace of a secret, so that
 *   without other evidence each is sent once more.
 * @returns nothing when nobody has applied the object before
 */
export async function takeOver(
  { kind, object, namespace }: Pick<Subject, "kind" | "object" | "namespace">,
  handler: AnyHandler,
  desired: Json,
  lookup: Lookup,
  sent: boolean,
): Promise<Owned<Json> | undefined> {
  const last = readLastApplied(object);
  if (last) {
    const { spec } = await resolveReferences(kind, last, namespace, lookup);
    return handler.claim(spec, undefined, () => !sent);
  }
  return sent ? handler.claim(desired, undefined, () => false) : undefined;
}
