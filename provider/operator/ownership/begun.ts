import { kindInfo } from "../../../sdk/model/kinds";
import { canonical } from "../../kinds/canonical";
import type { Json } from "../cluster/managed-object";
import { onWayTo } from "../controllers/way-to";
import type { Work } from "../controllers/work";
import { readApplied, readLastApplied } from "./applied";
import { AnnotationJournal } from "./journal";
import { remember } from "./remember";

/**
 * Writes down what an interrupted pass began under another name than the one that is declared now. It is the object's all the same: left
 * alone, it would stay in Atlas, and nobody would know whose it is. From then on it is renamed or replaced like any other. Under the same
 * name, a pass recognises what it began by itself.
 */
export async function noteBegun(work: Work, desired: Json): Promise<void> {
  const { subject, handler, api, place } = work;
  const { object, signal } = subject;
  if (readApplied(object) || readLastApplied(object)) return;
  const intent = await new AnnotationJournal(subject).find();
  if (intent?.kind !== handler.kind) return;
  const declared = await handler.identify(api, desired, undefined, { signal });
  if (canonical(declared) === intent.identity) return;
  const id: Json = JSON.parse(intent.identity);
  const { credentials = place.secret } = intent;
  const observed = await onWayTo(work, { id, credentials }, (way) => handler.observe(way, id, {}, { signal }));
  if (!observed) return;
  // Only what names it is taken for ours: what else it has may be somebody else's.
  const spec = only(handler.toSpec(observed), kindInfo(subject.kind).replace);
  const completed = handler.completed?.(id, observed) ?? id;
  await remember(subject, {
    id: completed,
    atlasId: handler.atlasId(observed),
    owned: { spec },
    credentials,
  });
}

/** What an object has at these paths. */
function only(spec: Json, paths: readonly string[]): Json {
  const found: Json = {};
  for (const path of paths) {
    const [field = "", ...below] = path.split(".");
    const value = spec[field];
    if (value === undefined) continue;
    const part = below.length > 0 ? { ...Object(found[field]), ...only(Object(value), [below.join(".")]) } : value;
    found[field] = part;
  }
  return found;
}
