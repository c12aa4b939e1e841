import { isRecord } from "../../sdk/model/is-record";
import { same } from "./canonical";
import type { KindHandler, Owned } from "./contract";

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

/**
 * Whether a declaration is the one that was applied last, its secrets included: what there is to change then, somebody changed in the
 * service. Without a record there is nothing to tell.
 */
export function isAsApplied<Spec>(
  handler: Pick<KindHandler<Spec, unknown, unknown, unknown>, "claim">,
  desired: Parameters<typeof handler.claim>[0],
  owned: Owned<Spec> | undefined,
): boolean {
  // Secrets that are as before keep their seals, others get new ones.
  return owned !== undefined && same(handler.claim(desired, owned, () => false).spec, owned.spec);
}

function idsIn(ids: Json): Record<string, string[]> {
  const entries = Object.entries(ids).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  return Object.fromEntries(entries.map(([field, list]) => [field, textsIn(list)]));
}

const textsIn = (list: unknown[]): string[] => list.filter((one) => typeof one === "string");
