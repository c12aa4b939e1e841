import type { Fault } from "../../sdk/model/errors";
import type { Resolved } from "../../sdk/model/markers";
import type { AtlasApi, AtlasCall, CallOptions } from "../atlas/api";

/** A field that differs, as people are shown it. Secret values are never put in: both sides read `(secret)`. */
export interface Difference {
  /** Field as written in the spec: `spec.roles[0].databaseName`. */
  path: string;
  /** Value in Atlas; absent when there is none. */
  from?: unknown;
  /** Declared value; absent when the field is cleared. */
  to?: unknown;
}

/** One thing to do in Atlas: exactly one API call. Plain data, so that every engine can print, count, record and send it. */
export interface Change {
  /** What happens to the thing it names: counted apart in every engine's summary. */
  action: "create" | "update" | "delete";
  /** Whether it acts on the resource itself or on a part of it (an IP access list entry of a project). */
  scope: "resource" | "part";
  /** Condition type that reports its outcome (upstream's names). */
  condition: string;
  /** Reason of that condition when the call fails (upstream's names). */
  reason: string;
  /** One line for people: `create database user "app" on admin`. Never a secret. */
  description: string;
  call: AtlasCall;
  /** What differs, where the change is an update. */
  differences?: Difference[];
  /** Tells it from others whose call is the same: things without a name that are made one after the other. */
  which?: string;
  /** Free for the handler's own `apply`, to tell its changes apart. JSON only. */
  note?: string;
}

/** Atlas is busy with something: nothing is wrong, look again later. */
export interface Pending {
  condition: string;
  /** Reason while it lasts (upstream's names), e.g. `DeploymentCreating`. */
  reason: string;
  /** One sentence for people. */
  message: string;
  /** When to look again, in milliseconds of Atlas's clock. */
  retryAfterMs: number;
  /**
   * Only somebody outside Atlas ends it, by accepting a peering or connecting an endpoint, perhaps with what this pass yields: nothing
   * waits for it. The operator reports it; to other engines the object is as declared. Of a part (`underWay`) only.
   */
  outside?: true;
}

/** What Atlas tried and could not do, and goes on showing as failed. No change would mend it. */
export interface Breakage {
  condition: string;
  /** Reason of that condition (upstream's names). */
  reason: string;
  /** One sentence for people: what failed, and why if Atlas tells. */
  message: string;
  /** What to do about it. Absent: to mend what the message names. */
  hint?: string;
  /** Name in Atlas of a project that is lacking: one that is declared beside this object is made first, and may end it. */
  project?: string;
}

/** What separates Atlas from the declaration. In sync when there is no change, nothing pending and nothing broken. */
export interface Plan {
  /** In the order in which they must be applied. */
  changes: Change[];
  /**
   * What differs and Atlas lets nobody change: only another object can be as declared. Nothing is changed while there is any.
   */
  impossible?: Difference[];
  /** Set while Atlas works: the changes must wait until it is gone. */
  pending?: Pending;
  /** Parts that Atlas works on by themselves: the changes of their conditions must wait, others need not. */
  underWay?: Pending[];
  broken?: Breakage[];
  /** Things worth telling that ask for nothing: foreign entries left alone, deprecations. */
  notes?: string[];
}

/**
 * What this resource last applied: its memory of ownership. Nothing that is not in here is ever deleted.
 * Secrets in it are sealed (see `seal.ts`): comparable, not readable.
 */
export interface Owned<Spec> {
  spec: Resolved<Spec>;
  /** Conditions that Atlas was still busy with when the pass ended. Absent: nothing. */
  underWay?: readonly string[];
  /** Atlas ids of owned parts that have no name of their own (alerts), by the field that declares them: they tell ours from others'. */
  ids?: Readonly<Record<string, readonly string[]>>;
  /**
   * By the same fields, Atlas ids of what was there and not owned when some of it was still to be made. What is neither here nor in `ids`
   * and is as recorded, an interrupted pass made. Absent where nothing was to be made.
   */
  others?: Readonly<Record<string, readonly string[]>>;
}

export interface PlanInput<Spec, Observed> {
  desired: Resolved<Spec>;
  /** Absent: the object does not exist. */
  observed?: Observed;
  /** Absent: nothing was ever applied by this resource. */
  owned?: Owned<Spec>;
}

export interface ObserveHints<Spec> {
  /** Sections that neither the declaration nor the last applied record names need not be read. */
  desired?: Resolved<Spec>;
  owned?: Owned<Spec>;
  /** Read every section: for imports and full refreshes. */
  everything?: boolean;
  /** Read only what removing the object takes. */
  removing?: boolean;
}

/** As {@link ObserveHints}, with what this pass has seen. */
export interface LookHints<Spec, Observed> extends ObserveHints<Spec> {
  /** The last observation of this pass: what was under way in it is worth a call of its own, what was done is not. */
  last?: Observed;
}

/** What of a status Atlas does not know: entries that were not sent because their time is over. */
export interface Told<Spec> {
  desired: Resolved<Spec>;
  now: Date;
}

/** What a status tells about Atlas; conditions and generations are the engines'. */
export type ObservedStatus<Status> = Omit<Status, "conditions" | "observedGeneration">;

/**
 * Makes one kind true in Atlas. The decision (`plan`) is pure; the rest is as thin as it can be.
 *
 * `Observed` and `Id` are plain JSON: engines keep them in state. Neither holds a secret.
 */
export interface KindHandler<Spec, Status, Observed, Id> {
  readonly kind: string;

  /**
   * Set when Atlas itself refuses a second object of the same identity with a conflict: a create then needs no look beforehand,
   * which is what makes three hundred users three hundred calls.
   */
  readonly guarded?: boolean;

  /**
   * Set for settings of something else, which are always there and never go: the first pass takes them as they are, whatever is to
   * become of existing objects, and nothing undoes them.
   */
  readonly standing?: true;

  /**
   * What of a declaration this handler cannot make true, or knows Atlas will refuse: told before anything is sent. Schema faults are
   * found elsewhere. Pure.
   */
  check?(desired: Resolved<Spec>): Fault[];

  /**
   * Condition types that report parts of a declaration apart from the whole: those of the parts that it names. Given some of its fields
   * only, those that report these fields. Absent: there are none. Pure.
   */
  conditions?(desired: Partial<Resolved<Spec>>): readonly string[];

  /**
   * Whether the object that `before` describes can be changed into the one of `after` although fields marked `@replace` differ. Absent:
   * never. Pure.
   */
  keeps?(before: Resolved<Spec>, after: Resolved<Spec>): boolean;

  /**
   * Names the object in Atlas. What is already known (`recorded`, from state) wins over what the declaration says, so that a
   * renamed object is still found. Asks Atlas only for what cannot be computed (the organisation).
   */
  identify(api: AtlasApi, desired: Resolved<Spec>, recorded?: Id, options?: CallOptions): Promise<Id>;

  /**
   * The identity with what only Atlas tells: an id under which the object is found also once it is called otherwise. Absent: what it is
   * found by never changes. Pure.
   */
  completed?(id: Id, observed: Observed): Id;

  /** Whether a declaration itself names an existing object by its Atlas id: it is taken over then, as asked for. Absent: never. */
  takes?(desired: Resolved<Spec>): boolean;

  /** Reads what exists. Never writes. `undefined` when the object does not exist. */
  observe(
    api: AtlasApi,
    id: Id,
    hints: LookHints<Spec, Observed>,
    options?: CallOptions,
  ): Promise<Observed | undefined>;

  /** Decides what to do. Pure: same input, same plan; no clock but `now`, no call. Defaults and orders are normalised here. */
  plan(input: PlanInput<Spec, Observed>, id: Id, now: Date): Plan;

  /** Decides how to undo what this resource owns. Empty and not pending once it is gone. Pure. */
  planRemoval(observed: Observed | undefined, owned: Owned<Spec> | undefined, id: Id): Plan;

  /**
   * Decides how to undo what this resource alone added to an object that others declare as well: the object stays theirs. Absent: nothing
   * can be added to the objects of this kind, each is one declaration's. Pure.
   * @param others What the others declare; their references need not be resolved.
   */
  planLeaving?(
    observed: Observed | undefined,
    owned: Owned<Spec> | undefined,
    id: Id,
    others: readonly Resolved<Spec>[],
  ): Plan;

  /**
   * Sends one change, and answers with what is known afterwards: the observation with the answer folded in, or `"unknown"` when
   * only a new look can tell. Creating what exists throws the service's conflict error; deleting what is gone succeeds.
   * @throws NotYetError when the service will take the change later.
   */
  apply(
    api: AtlasApi,
    change: Change,
    state: { id: Id; observed?: Observed },
    options?: CallOptions,
  ): Promise<{ id: Id; observed?: Observed | "unknown" }>;

  /**
   * What this resource owns after a pass: the declaration, secrets sealed. Where `failed` says so of a condition, its changes did not
   * go through: of the lists it covers, what was owned before and what is declared now may both be there, and its secrets count as
   * not sent. Pure.
   * @param observed As it is then; absent when that is not known.
   */
  claim(
    desired: Resolved<Spec>,
    previous: Owned<Spec> | undefined,
    failed: (condition: string) => boolean,
    observed?: Observed,
  ): Owned<Spec>;

  /**
   * What this resource owns once `change` went through, while others of its condition are still to come. A secret that it sent must be
   * in it, or it would be sent again; one that another change sends must not. Absent: nothing new until all of them went through. Pure.
   */
  claimSent?(desired: Resolved<Spec>, previous: Owned<Spec> | undefined, change: Change): Owned<Spec> | undefined;

  /** The Atlas id that references to this resource carry. */
  atlasId(observed: Observed): string;

  /** The status that upstream's custom resource has, but for conditions and observedGeneration. */
  status(observed: Observed, told?: Told<Spec>): Status;

  /** The declaration that would describe exactly what was observed; references and secrets as ids or left out. */
  toSpec(observed: Observed): Partial<Resolved<Spec>>;

  /** How people name an existing object to import it: `projectId/databaseName/username`. */
  readonly identityGrammar: string;

  /** Parses what people give to import: see `identityGrammar`. @throws ValidationError naming the grammar. */
  parseIdentity(text: string): Id;

  /**
   * The objects of this kind in a project, each in the words of `identityGrammar`: for imports of whole projects. Without those that
   * an import reads as parts of the project or of others; absent where that is all of them. Never writes.
   */
  listIn?(api: AtlasApi, projectId: string, options?: CallOptions): Promise<string[]>;
}
