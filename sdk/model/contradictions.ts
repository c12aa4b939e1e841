import { isDeepStrictEqual } from "node:util";
import type { Fault } from "./errors";

/** Items of one identity that say different things: each would undo the other for ever. Items without an identity are apart. */
export function contradictions<Item>(
  path: string,
  items: readonly Item[],
  identity: (item: Item) => string | undefined,
): Fault[] {
  return repeated(items, identity)
    .filter(({ same }) => !same)
    .map(({ index, first, name }) => ({
      path: `${path}[${index}]`,
      message: `${name} is item ${first} already, declared otherwise there`,
    }));
}

/** Advice on items that say again what another one of their identity says: it does no harm, and may be a slip. */
export function repetitions<Item>(
  path: string,
  items: readonly Item[],
  identity: (item: Item) => string | undefined,
): Fault[] {
  return repeated(items, identity)
    .filter(({ same }) => same)
    .map(({ index, first, name }) => ({ path: `${path}[${index}]`, message: `${name} is item ${first} already` }));
}

function repeated<Item>(items: readonly Item[], identity: (item: Item) => string | undefined) {
  if (items.length < 2) return [];
  const names = items.map(identity);
  return items.flatMap((item, index) => {
    const name = names[index];
    const first = name === undefined ? index : names.indexOf(name);
    if (first === index || name === undefined) return [];
    return [{ index, first, name, same: isDeepStrictEqual(plain(items[first]), plain(item)) }];
  });
}

/** Absent and undefined alike. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
