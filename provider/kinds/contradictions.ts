import type { Fault } from "../../sdk/model/errors";
import { same } from "./canonical";

/** Items of one identity that say different things: each would undo the other for ever. The same said twice does no harm. */
export function contradictions<Item>(path: string, items: readonly Item[], identity: (item: Item) => string): Fault[] {
  return items.flatMap((item, index) => {
    const first = items.findIndex((other) => identity(other) === identity(item));
    if (same(items[first], item)) return [];
    return [
      { path: `${path}[${index}]`, message: `${identity(item)} is item ${first} already, declared otherwise there` },
    ];
  });
}
