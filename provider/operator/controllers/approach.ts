import type { ConvergeOptions } from "../../kinds/options";
import { isAsApplied } from "../../kinds/owned";
import { aftercareOf } from "../aftercare/registry";
import { annotationOf, INTENT } from "../cluster/annotations";
import { ClusterLookup } from "../cluster/lookup";
import type { Json, ManagedObject } from "../cluster/managed-object";
import { type Applied, readApplied } from "../ownership/applied";
import { AnnotationJournal } from "../ownership/journal";
import { rememberAhead } from "../ownership/remember";
import { takeOver } from "../ownership/take-over";
import { findCondition } from "../runtime";
import { isReady } from "../status/verdict";
import { describeChanges } from "./narrate";
import { replacementOf } from "./replacement";
import type { Work } from "./work";

/** How an object is gone about, from what is known of it. */
export interface Approach {
  options: ConvergeOptions<Json, Json, Json, Json>;
  /** Absent: no pass of ours has reached anything. */
  known?: Applied;
  /** Set when the declaration names another thing than the one that is known. */
  replaced?: "before" | "after";
  /** Whether nobody is known to have made it. */
  fresh: boolean;
}

/** Only reads, and mostly the object itself. */
export async function approach(work: Work, desired: Json): Promise<Approach> {
  const { subject, services, handler, api, place } = work;
  const lookup = new ClusterLookup(services.cluster, subject.signal);
  const applied = readApplied(subject.object);
  const sent = aftercareOf(subject.kind).secretsSent?.(work) ?? isReady(subject.object.status, subject.generation);
  const owned = applied?.owned ?? (await takeOver(subject, handler, desired, lookup, sent));
  const recorded: Applied | undefined = applied && { ...applied, owned };
  const replaced = recorded && (await replacementOf(work, recorded, desired));
  // Nothing is deleted then, whatever may be found there later.
  const known = replaced === "lost" ? undefined : recorded;
  return {
    known,
    ...(replaced !== "lost" && { replaced }),
    fresh: !recorded && !owned && isNew(subject.object),
    options: {
      api,
      handler,
      desired,
      id: known?.id,
      owned: replaced === "lost" ? undefined : owned,
      // What exists under the name of an object is the object's: upstream's documented way to take over what was made by hand.
      existing: "adopt",
      key: subject.key,
      subject: subject.title,
      journal: new AnnotationJournal(subject, place.secret),
      signal: subject.signal,
      now: () => new Date(services.clock.now()),
      onEvent: describeChanges(subject, services, isAsApplied(handler, desired, owned)),
      ahead: ({ id, observed, owned: claimed }) =>
        rememberAhead(subject, { id, atlasId: handler.atlasId(observed), owned: claimed, credentials: place.secret }),
    },
  };
}

/** Whether no pass has got as far as Atlas with it. */
const isNew = (object: ManagedObject): boolean =>
  annotationOf(object, INTENT) === undefined && !findCondition(object.status?.conditions, "ValidationSucceeded");
