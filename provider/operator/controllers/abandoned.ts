import { kindInfo } from "../../../sdk/model/kinds";
import { canonical } from "../../kinds/canonical";
import type { Pending } from "../../kinds/contract";
import { readOwned } from "../../kinds/owned";
import { isLeftWhole } from "../claims/hand-over";
import { heirsOf } from "../claims/rivals";
import type { Json } from "../cluster/managed-object";
import { areDistinct, readApplied } from "../ownership/applied";
import { AnnotationJournal } from "../ownership/journal";
import { removeFromAtlas } from "./removal";
import type { Work } from "./work";

/**
 * Removes what a pass made to take the place of what is recorded, where that did not come to its end and nobody declares it any more:
 * only the intent knows of it, and the next pass would write over that. What another object declares by now is left to that.
 *
 * @param desired The declaration; absent when the object goes altogether.
 * @returns what Atlas is at while it is not yet gone
 */
export async function removeAbandoned(work: Work, desired?: Json): Promise<Pending | undefined> {
  const { subject, services, handler, api } = work;
  const recorded = readApplied(subject.object);
  const journal = new AnnotationJournal(subject);
  const intent = await journal.find();
  if (!recorded || intent?.kind !== handler.kind) return undefined;
  const id: Json = JSON.parse(intent.identity);
  if (!areDistinct(recorded.id, id)) return undefined;
  if (desired) {
    const declared = await handler.identify(api, desired, undefined, { signal: subject.signal });
    // What holds data is never replaced, and goes with its object only.
    if (canonical(declared) === intent.identity || kindInfo(subject.kind).protect) return undefined;
  }
  const begun = readOwned(intent.owned);
  const heirs = begun ? heirsOf(services, subject.kind, subject.object, { id, owned: begun }) : [];
  if (isLeftWhole(subject.kind, heirs)) {
    await journal.clear();
    return undefined;
  }
  const owned = begun ?? recorded.owned;
  return removeFromAtlas(work, { id, owned, credentials: intent.credentials }, heirs);
}
