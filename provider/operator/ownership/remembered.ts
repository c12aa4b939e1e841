import type { Owned } from "../../kinds/contract";
import { readOwned } from "../../kinds/owned";
import type { Json, ManagedObject } from "../cluster/managed-object";
import type { ObjectKey } from "../runtime";
import { readApplied } from "./applied";
import { readIntent } from "./intent";

/** A thing of an object in Atlas, and the Secret that was used for it, as far as that is remembered. */
export interface Remembered {
  id: Json;
  /** What of it is the object's. */
  owned?: Owned<Json>;
  credentials?: ObjectKey;
}

/** What an object's annotations tell of: what it is in Atlas, and what a pass was about to make. */
export function rememberedOf(object: ManagedObject): Remembered[] {
  const intent = readIntent(object);
  const begun = intent && {
    id: JSON.parse(intent.identity),
    owned: readOwned(intent.owned),
    credentials: intent.credentials,
  };
  return [readApplied(object), begun].filter((one) => one !== undefined);
}
