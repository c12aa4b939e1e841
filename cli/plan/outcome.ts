import type { Change, Difference, Pending } from "../../provider/kinds/contract";
import type { DeclaredObject } from "./manifest-set";

/** What stands between a declared object and Atlas. */
export interface ObjectPlan {
  object: DeclaredObject;
  /**
   * - `in-sync`: nothing would be changed
   * - `changes`: something would
   * - `replace`: the object would be deleted and made anew, as Atlas changes none in that way
   * - `impossible`: it differs in what Atlas lets nobody change, and no new object may take its place
   * - `blocked`: what Atlas has or lacks keeps it from becoming as declared, and no change would help
   * - `skipped`: its annotation asks to leave it alone
   * - `embedded`: it is part of the objects that name it, and what would change of it is told with them
   * - `unplanned`: its kind is none of Atlas's Admin API
   * - `failed`: it could not be told
   */
  outcome:
    | "in-sync"
    | "changes"
    | "replace"
    | "impossible"
    | "blocked"
    | "skipped"
    | "embedded"
    | "unplanned"
    | "failed";
  /** Without the bodies of their calls, which may hold secrets. */
  changes: Change[];
  /** What differs and cannot be changed, of `replace` and `impossible`. */
  fixed: Difference[];
  /** What is in the way, of `blocked`. */
  obstacles: Obstacle[];
  /** Atlas is at work on the object: changes wait until it is done. */
  pending?: Pending;
  notes: string[];
  /** The objects that name it, of `embedded`: it comes to Atlas as part of them. */
  writers?: DeclaredObject[];
  error?: Error;
}

/** What keeps an object from becoming as declared, and what to do about it. */
export interface Obstacle {
  message: string;
  hint?: string;
}

/** How much a plan holds. Changes are counted one by one, replacements and what is in sync by object. */
export interface PlanSummary {
  create: number;
  update: number;
  replace: number;
  delete: number;
  inSync: number;
  impossible: number;
  blocked: number;
  skipped: number;
  embedded: number;
  unplanned: number;
  failed: number;
}

export function summarise(plans: readonly ObjectPlan[]): PlanSummary {
  const changes = plans.flatMap((plan) => plan.changes);
  const acting = (action: Change["action"]): number => changes.filter((change) => change.action === action).length;
  const ending = (outcome: ObjectPlan["outcome"]): number => plans.filter((plan) => plan.outcome === outcome).length;
  return {
    create: acting("create"),
    update: acting("update"),
    replace: ending("replace"),
    delete: acting("delete"),
    inSync: ending("in-sync"),
    impossible: ending("impossible"),
    blocked: ending("blocked"),
    skipped: ending("skipped"),
    embedded: ending("embedded"),
    unplanned: ending("unplanned"),
    failed: ending("failed"),
  };
}
