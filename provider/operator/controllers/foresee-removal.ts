import { isShared } from "../claims/keys";
import { heirsOf } from "../claims/rivals";
import type { Foreseen } from "../foreseen";
import { fateOf } from "../ownership/fate";
import { isHeld } from "../ownership/finalizers";
import { AnnotationJournal } from "../ownership/journal";
import { isKnownInAtlas } from "../ownership/known";
import { assertNobodyNeeds } from "./dependents";
import type { Services } from "./services";
import type { Subject } from "./subject";

/**
 * What becomes of the thing in Atlas of an object that is being deleted.
 *
 * @throws Hindrance while others need it
 */
export async function foreseeRemoval(
  subject: Subject,
  services: Services,
): Promise<Pick<Foreseen, "outcome" | "message">> {
  const { object, kind } = subject;
  const leaves = (message: string) => ({ outcome: "leaves" as const, message });
  if (!isHeld(object)) return leaves("it waits for others; the operator has let it go");
  const [heir] = heirsOf(services, kind, object);
  const wanted = fateOf(object, services.behaviour.deletionProtection);
  const fate = heir ? "keep" : wanted;
  assertNobodyNeeds(subject, services, fate);
  const intent = await new AnnotationJournal(subject).find();
  if (!intent && !isKnownInAtlas(object)) return leaves("nothing was made of it in Atlas");
  if (heir) {
    const but = wanted === "delete" && isShared(kind) ? ", but for what only this object added to it" : "";
    return leaves(`it stays in Atlas${but}: ${heir.title} declares it too`);
  }
  return leaves(fate === "keep" ? "it stays in Atlas" : "it would be deleted in Atlas");
}
