import { isRecord } from "../../sdk/model/is-record";
import type { Owned } from "./contract";

type Json = Record<string, unknown>;

/** What is owned, read back from where an engine keeps it as JSON. What is not of the expected shape was not written by us. */
export function readOwned(kept: unknown): Owned<Json> | undefined {
  if (!isRecord(kept) || !isRecord(kept.spec)) return undefined;
  const { spec, underWay, ids, others } = kept;
  return {
    spec,
    ...(Array.isArray(underWay) && { underWay: textsIn(underWay) }),
    ...(isRecord(ids) && { ids: idsIn(ids) }),
    ...(isRecord(others) && { others: idsIn(others) }),
  };
}

function idsIn(ids: Json): Record<string, string[]> {
  const entries = Object.entries(ids).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  return Object.fromEntries(entries.map(([field, list]) => [field, textsIn(list)]));
}

const textsIn = (list: unknown[]): string[] => list.filter((one) => typeof one === "string");
