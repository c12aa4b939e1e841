import type { AtlasApi } from "../../atlas/api";
import type { Pending } from "../../kinds/contract";
import type { Journal } from "../../kinds/journal";
import { removeAll } from "../../kinds/remove";
import type { Rival } from "../claims/rivals";
import type { Applied } from "../ownership/applied";
import { AnnotationJournal } from "../ownership/journal";
import { Hindrance } from "./errors";
import { describeChanges } from "./narrate";
import { realMs, type Services } from "./services";
import { onWayTo } from "./way-to";
import type { Work } from "./work";

/**
 * Removes one thing of an object from Atlas, with what is owned of it.
 *
 * @param heirs Who declares the thing too. It stays theirs; what only this object added to it goes.
 * @param journal Where nothing is said of the thing any more once it is gone. Default the object's.
 * @returns what Atlas is at while it is not yet gone
 * @throws ConvergeError when something of it cannot be removed
 */
export async function removeFromAtlas(
  work: Work,
  { id, owned, credentials }: Omit<Applied, "atlasId">,
  heirs: readonly Rival[] = [],
  journal: Journal = new AnnotationJournal(work.subject),
): Promise<Pending | undefined> {
  const { subject, services, handler } = work;
  const remove = (api: AtlasApi) =>
    removeAll({
      api,
      handler,
      id,
      owned,
      others: heirs.map(({ object }) => object.spec ?? {}),
      key: subject.key,
      subject: subject.title,
      journal,
      signal: subject.signal,
      now: () => new Date(services.clock.now()),
      onEvent: describeChanges(subject, services, false),
    });
  const { pending } = await onWayTo(work, { id, credentials }, remove);
  return pending;
}

/** A pass that can do nothing until something is gone. */
export const untilGone = (services: Services, { condition, reason, message, retryAfterMs }: Pending): Hindrance =>
  new Hindrance(message, { condition, reason, again: { afterMs: realMs(services, retryAfterMs) }, waiting: true });
