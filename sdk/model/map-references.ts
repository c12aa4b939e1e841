import { isRecord } from "./is-record";
import type { Reference } from "./kind-info";

type Tree = Map<string, Tree | Reference>;
type Replace = (value: object, place: Reference, path: string) => unknown;

const trees = new WeakMap<readonly Reference[], Tree>();

/**
 * A copy of a spec in which every reference is what `replace` makes of it; `undefined` leaves it out. Only what lies on the way
 * to a reference is copied, the rest is shared. What is not of the expected shape is passed through: that is for validation
 * to tell.
 *
 * @param references Places of the references: `kindInfo(kind).references`.
 * @param replace Given the value, its place in the kind and its path in this object (`spec.teams[0].teamRef`).
 */
export function mapReferences(
  spec: Readonly<Record<string, unknown>>,
  references: readonly Reference[],
  replace: Replace,
): Record<string, unknown> {
  let tree = trees.get(references);
  if (!tree) {
    tree = treeOf(references);
    trees.set(references, tree);
  }
  return mapFields(spec, tree, "spec", replace);
}

function treeOf(references: readonly Reference[]): Tree {
  const root: Tree = new Map();
  for (const reference of references) {
    const names = reference.path.split(".").map((name) => name.replace("[]", ""));
    const last = names.pop() ?? "";
    let level = root;
    for (const name of names) {
      const below = level.get(name);
      const next: Tree = below instanceof Map ? below : new Map();
      level.set(name, next);
      level = next;
    }
    level.set(last, reference);
  }
  return root;
}

function mapFields(
  fields: Readonly<Record<string, unknown>>,
  tree: Tree,
  path: string,
  replace: Replace,
): Record<string, unknown> {
  const copy = { ...fields };
  for (const [name, node] of tree) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    const mapped = mapValue(value, node, `${path}.${name}`, replace);
    if (mapped === undefined) delete copy[name];
    else copy[name] = mapped;
  }
  return copy;
}

function mapValue(value: unknown, node: Tree | Reference, path: string, replace: Replace): unknown {
  if (Array.isArray(value)) return value.map((item, index) => mapValue(item, node, `${path}[${index}]`, replace));
  if (!isRecord(value)) return value;
  return node instanceof Map ? mapFields(value, node, path, replace) : replace(value, node, path);
}
