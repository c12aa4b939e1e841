import { applyDefaults } from "../../sdk/model/defaults";
import { isRecord } from "../../sdk/model/is-record";
import { type KindName, kindInfo, type SpecOf } from "../../sdk/model/kinds";
import { same } from "../kinds/canonical";
import type { Json } from "./json";
import { dependsOn } from "./unknowns";

/** Fields that are part of what an object is called in Atlas. */
const naming = new Set(["name", "username", "databaseName"]);

/**
 * Fields at the top of the specification whose change makes a new object take the old one's place. A value that is not known yet
 * counts as another one.
 */
export function replacedFields(kind: KindName, before: Json, after: Json, unknown: readonly string[]): string[] {
  const [was, is] = [facts(kind, before), facts(kind, after)];
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => dependsOn(`spec.${path}`, unknown) || !same(was.get(path), is.get(path)),
  );
  return [...new Set(changed.map((path) => path.split(".")[0] ?? path))];
}

/** Whether the new object would be called as the old one, so that the old one must go first. */
export function collides(kind: KindName, before: Json, after: Json): boolean {
  const names = (spec: Json) =>
    [...facts(kind, spec)]
      .filter(([path]) => path === projectPath || naming.has(path.split(".").at(-1) ?? ""))
      .map(([, value]) => value);
  return same(names(before), names(after));
}

const projectPath = "projectRef";

/** Values of the replacing fields that are given, by path. A project is the same one however it is named. */
function facts(kind: KindName, spec: Json): Map<string, unknown> {
  const whole: unknown = applyDefaults(kind, spec as SpecOf<KindName>);
  const found = new Map<string, unknown>();
  for (const path of kindInfo(kind).replace) {
    const external = path === "externalProjectRef";
    const value = at(whole, (external ? `${path}.id` : path).split("."));
    if (value !== undefined) found.set(external ? projectPath : path, value);
  }
  return found;
}

function at(value: unknown, [field, ...rest]: string[]): unknown {
  if (field === undefined) return value;
  return isRecord(value) ? at(value[field], rest) : undefined;
}
