import type { KindName } from "../../sdk/model/kinds";
import type { ObjectKey } from "./runtime";

/** What the operator would do for one object. */
export interface Foreseen {
  kind: KindName;
  key: ObjectKey;
  /**
   * - `changes`: Atlas, or a database, would be changed
   * - `in-sync`: nothing would
   * - `skipped`: its annotation asks to leave it alone
   * - `leaves`: it is being deleted; `message` says what becomes of the thing in Atlas
   * - `waits`: something that it names is declared and not in Atlas yet; `message` says what
   * - `hindered`: it cannot be gone about as things are; `message` says why
   */
  outcome: "changes" | "in-sync" | "skipped" | "leaves" | "waits" | "hindered";
  /** One line for each change. */
  changes: string[];
  message?: string;
}
