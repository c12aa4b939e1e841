import type { Resolved } from "../../sdk/model/markers";
import type { AtlasApi } from "../atlas/api";
import type { Change, KindHandler, Owned, Pending } from "./contract";
import type { ConvergeListener } from "./events";
import type { Journal } from "./journal";

/** How long, and by which clock, to wait for Atlas. */
export interface Wait {
  /** When to give up, in milliseconds since the epoch, by `now`. */
  until: number;
  /** Resolves after so many milliseconds of Atlas's clock; rejects when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What every pass over one object needs. */
export interface PassOptions<Spec, Status, Observed, Id> {
  api: AtlasApi;
  handler: KindHandler<Spec, Status, Observed, Id>;
  /** Names the resource in the journal: its URN, or `namespace/name` of its manifest. */
  key: string;
  /** What messages call the resource; its kind and key when absent. */
  subject?: string;
  journal: Journal;
  /** What the last pass left; absent when nothing was ever applied. */
  owned?: Owned<Spec>;
  /** An observation made just now, to save reading it again. */
  observed?: Observed;
  /** Absent: the first pending is answered instead of waited for. */
  wait?: Wait;
  signal?: AbortSignal;
  onEvent?: ConvergeListener;
  /** Absent: the machine's clock. */
  now?: () => Date;
}

/** What messages call the resource of a pass. */
export function subjectOf(options: { subject?: string; key: string; handler: { kind: string } }): string {
  return options.subject ?? `${options.handler.kind} ${options.key}`;
}

export interface ConvergeOptions<Spec, Status, Observed, Id> extends PassOptions<Spec, Status, Observed, Id> {
  desired: Resolved<Spec>;
  /** Identity from an earlier pass, so that what was renamed is still found. */
  id?: Id;
  /**
   * What to do with an object that exists although nothing is owned. `conflict`: refuse it. `adopt`: make it as declared. `import`:
   * take it if it is as declared (secrets aside), else refuse it. An object that an interrupted pass made is always taken up.
   */
  existing: "conflict" | "adopt" | "import";
  /**
   * Once in a pass, before the first part is made of an object that is there: saves what will be owned. Whatever instant the process ends
   * at, a part that nobody declares any more by the next pass is then known to be this resource's. Absent: engines that only ever go on
   * with the same declaration need no such record.
   *
   * @param change What makes it.
   */
  ahead?(reached: Pick<ConvergeResult<Spec, Observed, Id>, "id" | "observed" | "owned">, change: Change): Promise<void>;
}

export interface ConvergeResult<Spec, Observed, Id> {
  id: Id;
  observed: Observed;
  /** The new memory of ownership, to be saved with `id` and `observed`. Secrets in it are sealed. */
  owned: Owned<Spec>;
  /** Set when there was no leave to wait. */
  pending?: Pending;
  /** What was changed, in order. Empty: it was in sync. */
  applied: Change[];
  notes: string[];
}

export interface RemoveOptions<Spec, Status, Observed, Id> extends PassOptions<Spec, Status, Observed, Id> {
  id: Id;
  /** What others declare of the same object: it stays theirs, and only what this resource added to it goes. Default nobody. */
  others?: readonly Resolved<Spec>[];
}

export interface RemoveResult {
  /** Set when there was no leave to wait: the object is not yet gone. */
  pending?: Pending;
  applied: Change[];
  notes: string[];
}
