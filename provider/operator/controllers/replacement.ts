import { kindInfo } from "../../../sdk/model/kinds";
import { AtlasApiError } from "../../atlas";
import { canonical, same } from "../../kinds/canonical";
import type { Json } from "../cluster/managed-object";
import type { Applied } from "../ownership/applied";
import { isNoAccess } from "../status/failures";
import { mainCondition } from "../status/main-condition";
import { Hindrance } from "./errors";
import { onWayTo } from "./way-to";
import type { Work } from "./work";

/**
 * Whether the declaration names another thing than the one that was made for it: the old one goes then, before the new one is made
 * where both would be called the same, else afterwards. What holds data is never replaced; where it is gone, as with its project, it is
 * `lost`, and made anew.
 *
 * @throws Hindrance where the kind's objects hold data, and nobody can tell that it is gone
 */
export async function replacementOf(
  work: Work,
  known: Applied,
  desired: Json,
): Promise<"before" | "after" | "lost" | undefined> {
  const { handler, api, subject } = work;
  const { id, owned } = known;
  if (!owned) return undefined;
  const { replace, protect } = kindInfo(subject.kind);
  const before = withProject(owned.spec);
  const now = withProject(desired);
  const changed = replace
    .map((path) => (path === "externalProjectRef" ? "projectRef" : path))
    .filter((path) => valueAt(before, path) !== undefined && !same(valueAt(before, path), valueAt(now, path)));
  const [field] = changed;
  if (field === undefined || handler.keeps?.(owned.spec, desired)) return undefined;
  if (protect) {
    if (await isLost(work, known)) return "lost";
    const was = JSON.stringify(valueAt(before, field));
    throw new Hindrance(`spec.${field} was ${was} and cannot be changed: the data would be lost with the object`, {
      condition: mainCondition(subject.kind),
      reason: "InternalError",
      again: "on-change",
      stalled: true,
      hint: "Put the old value back, and declare another object for the new one",
    });
  }
  const next = await handler.identify(api, desired, undefined, { signal: subject.signal });
  return canonical(next) === canonical(id) ? "before" : "after";
}

/** Whether Atlas knows of no thing of that identity any more. Where it does not let us look, it may still be there. */
async function isLost(work: Work, known: Applied): Promise<boolean> {
  const { handler, subject } = work;
  const hints = { owned: known.owned, removing: true };
  try {
    const options = { signal: subject.signal };
    return (await onWayTo(work, known, (api) => handler.observe(api, known.id, hints, options))) === undefined;
  } catch (error) {
    const isForbidden = error instanceof AtlasApiError && error.status === 403;
    if (error instanceof Hindrance || isNoAccess(error) || isForbidden) return false;
    throw error;
  }
}

/** A project is the same whether it is named by its object or by its id. */
function withProject(spec: Json): Json {
  const external: unknown = Reflect.get(Object(spec.externalProjectRef), "id");
  return { ...spec, projectRef: spec.projectRef ?? external };
}

function valueAt(spec: Json, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => Reflect.get(Object(value), name), spec);
}
