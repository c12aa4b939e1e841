import type { Fault } from "./errors";
import type { Label } from "./key-value";
import { show } from "./messages";

/** Advice on labels that share a key: Atlas says of none which one holds. `path` is that of the list. */
export function repeatedLabels(labels: readonly Label[] | undefined, path: string): Fault[] {
  const keys = (labels ?? []).map(({ key }) => key);
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first === index ? [] : [{ path: `${path}[${index}].key`, message: `${show(key)} is item ${first} already` }];
  });
}
