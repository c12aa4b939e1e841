import { kindInfo } from "../../../sdk/model/kinds";
import { canonical, same } from "../../kinds/canonical";
import type { Json } from "../cluster/managed-object";
import type { Applied } from "../ownership/applied";
import { mainCondition } from "../status/main-condition";
import { Hindrance } from "./errors";
import type { Work } from "./work";

/**
 * Whether the declaration names another thing than the one that was made for it: the old one goes then, before the new one is made
 * where both would be called the same, else afterwards. What holds data is never replaced.
 *
 * @throws Hindrance where the kind's objects hold data
 */
export async function replacementOf(
  { handler, api, subject }: Work,
  { id, owned }: Applied,
  desired: Json,
): Promise<"before" | "after" | undefined> {
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

/** A project is the same whether it is named by its object or by its id. */
function withProject(spec: Json): Json {
  const external: unknown = Reflect.get(Object(spec.externalProjectRef), "id");
  return { ...spec, projectRef: spec.projectRef ?? external };
}

function valueAt(spec: Json, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => Reflect.get(Object(value), name), spec);
}
