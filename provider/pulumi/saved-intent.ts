import { isRecord } from "../../sdk/model/is-record";
import { same } from "../kinds/canonical";
import { JournalError } from "../kinds/journal";
import type { Context } from "./context";
import type { Json } from "./json";

/**
 * Forgets the intent of an object that the engine is seen to have saved. Kept any longer, it would make a later object of the same
 * name this resource's own, whoever made it. The intent of a replacement that was interrupted names another object, and stays.
 *
 * @param identity Of the object in the state.
 */
export async function forgetSavedIntent({ journal, hidden }: Context, identity: Json): Promise<void> {
  try {
    const intent = await journal.find(hidden.urn);
    if (intent === undefined) return;
    const intended: unknown = JSON.parse(intent.identity);
    if (!isRecord(intended)) return;
    if (Object.entries(intended).every(([part, value]) => same(identity[part], value))) {
      await journal.clear(hidden.urn);
    }
  } catch (error) {
    // A damaged journal is a matter for whoever makes something, and tells then what to do.
    if (!(error instanceof JournalError)) throw error;
  }
}
