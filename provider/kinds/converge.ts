import { ValidationError } from "../../sdk/model/errors";
import { canonical, same } from "./canonical";
import type { Change, Owned, Plan } from "./contract";
import { ConflictError, EmptyPlanError } from "./errors";
import { isTaken, lacksRights } from "./failure";
import { type Intent, intentOf } from "./journal";
import { rememberingMissingProjects } from "./missing-project";
import { type ConvergeOptions, type ConvergeResult, subjectOf } from "./options";
import { readOwned } from "./owned";
import { asError, type Course, makesOrEnds, Pass } from "./pass";
import { bare, changeKey } from "./plan";
import { matchesSeal } from "./seal";

/**
 * Makes one object as declared: looks, plans, applies change by change, waits where it may, until the plan is empty.
 *
 * @throws ValidationError when the declaration asks for what cannot be. Nothing was asked of Atlas.
 * @throws ConflictError when the object exists and may not be taken. Nothing was changed.
 * @throws ConvergeError when something went wrong after the look. It carries what was reached.
 * @throws AtlasApiError and AtlasUnreachableError when not even the look succeeded.
 */
export async function converge<Spec, Status, Observed, Id>(
  options: ConvergeOptions<Spec, Status, Observed, Id>,
): Promise<ConvergeResult<Spec, Observed, Id>> {
  const convergence = await Convergence.begin(options);
  await convergence.meet();
  return convergence.run();
}

/** What {@link converge} would meet and do. */
export interface Foresight<Observed, Id> {
  id: Id;
  /** Absent: the object does not exist. */
  observed?: Observed;
  /** All changes from here to the declaration, without the bodies of their calls. */
  plan: Plan;
  /** Set where `converge` would refuse to take what exists. */
  conflict?: ConflictError;
}

/**
 * Looks ahead: reads only, the journal included. For previews, dry runs and `plan`.
 * @throws AtlasApiError also where the object is absent because its project is
 */
export async function foresee<Spec, Status, Observed, Id>(
  options: ConvergeOptions<Spec, Status, Observed, Id>,
): Promise<Foresight<Observed, Id>> {
  const { api, missing } = rememberingMissingProjects(options.api);
  const convergence = await Convergence.begin({ ...options, api }, true);
  const foresight = await convergence.foresight();
  const error = missing();
  if (foresight.observed === undefined && error) throw error;
  return foresight;
}

class Convergence<Spec, Status, Observed, Id> implements Course<Observed> {
  readonly #pass: Pass<Spec, Status, Observed, Id>;
  #owned: Owned<Spec> | undefined;
  /** How often Atlas was asked to make the object without saying what became of it. */
  #unanswered = 0;
  /** Whether it was written down what parts there will be. */
  #announced = false;
  /** Whether it was not looked beforehand if the object exists. */
  #blind = false;

  private constructor(
    readonly options: ConvergeOptions<Spec, Status, Observed, Id>,
    readonly identity: Id,
    /** Left by a pass that did not live to see its outcome saved. */
    readonly intent: Intent | undefined,
  ) {
    const { api, handler, desired, signal, existing } = options;
    this.#owned = options.owned;
    this.#pass = new Pass(options, identity, subjectOf(options), () => {
      const { id, observed: last } = this.#pass;
      const hints = { desired, owned: this.#owned ?? this.#intended, everything: existing === "import", last };
      return handler.observe(api, id, hints, { signal });
    });
  }

  static async begin<Spec, Status, Observed, Id>(
    options: ConvergeOptions<Spec, Status, Observed, Id>,
    readOnly = false,
  ): Promise<Convergence<Spec, Status, Observed, Id>> {
    const { api, handler, desired, owned, signal, journal, key, existing } = options;
    const faults = handler.check?.(desired) ?? [];
    if (faults.length > 0) throw new ValidationError(subjectOf(options), faults);
    const identity = await handler.identify(api, desired, options.id, { signal });
    const intent = await journal.find(key);
    // What is owned has been saved by the engine: the intent has done its work.
    if (owned && intent && !readOnly) await journal.clear(key);
    const convergence = new Convergence(options, identity, owned ? undefined : intent);
    const fresh = !owned && !intent && !options.id && existing === "conflict";
    const blind = handler.guarded && fresh && !readOnly;
    if (blind) convergence.#blind = true;
    else if (!options.observed) await convergence.#pass.look();
    return convergence;
  }

  /** Decides what an existing object is to this resource. @throws ConflictError */
  async meet(): Promise<void> {
    const { handler, desired, existing } = this.options;
    const { observed, subject } = this.#pass;
    if (!observed || this.#owned) return;
    const { changes, impossible = [] } = this.plan(observed);
    const agrees = changes.length === 0 && impossible.length === 0;
    if (this.#isOurs({ changes, impossible })) {
      const before = this.#otherwise;
      const asThen = !before && (this.#unanswered > 0 || this.#unchanged);
      this.#owned = handler.claim(desired, before, () => !asThen, observed);
    } else if (existing === "adopt" || (existing === "conflict" && (handler.standing || handler.takes?.(desired)))) {
      // What cannot be as declared is not taken. That it cannot, the next plan says as well.
      if (impossible.length === 0) this.#owned = handler.claim(desired, undefined, () => true, observed);
    } else if (existing === "import" && agrees) {
      this.#owned = handler.claim(desired, undefined, () => false, observed);
    } else {
      const changing = changes.flatMap((change) => change.differences ?? [{ path: "spec", to: change.description }]);
      const differences = [...impossible, ...changing];
      throw new ConflictError(subject, differences, existing === "import");
    }
  }

  async run(): Promise<ConvergeResult<Spec, Observed, Id>> {
    const pass = this.#pass;
    if (this.#madeNothing) await this.options.journal.clear(this.options.key);
    await pass.walk(this);
    const owned = this.#claim();
    pass.finish(owned);
    const { id, observed, pending, applied } = pass;
    if (!observed || !owned) throw new EmptyPlanError(pass.subject);
    return { id, observed, owned, pending, applied, notes: [...pass.notes] };
  }

  async foresight(): Promise<Foresight<Observed, Id>> {
    const conflict = await this.meet().then(() => undefined, asConflict);
    const { id, observed } = this.#pass;
    const plan = this.plan(observed);
    return { id, observed, plan: { ...plan, changes: plan.changes.map(bare) }, conflict };
  }

  plan(observed: Observed | undefined): Plan {
    const { handler, desired } = this.options;
    return handler.plan({ desired, observed, owned: this.#owned }, this.#pass.id, this.#pass.now());
  }

  /** The intent is on disk before the call that makes the object is sent, and what is to be owned before its first part is made. */
  async announce(change: Change): Promise<void> {
    if (change.scope === "part" && change.action === "create") await this.#announceParts(change);
    if (!makes(change)) return;
    const { journal, key, handler, desired, owned: saved } = this.options;
    const before = this.#otherwise;
    // What two declarations have made is as neither of them has it.
    const declared = before ? [before.spec, desired] : desired;
    const intent = intentOf(handler.kind, this.identity, change.call.operation, declared, this.#pass.now());
    await journal.record(key, saved ? intent : { ...intent, owned: handler.claim(desired, before, () => true) });
  }

  async #announceParts(change: Change): Promise<void> {
    const { ahead, handler, desired } = this.options;
    const { id, observed } = this.#pass;
    if (!ahead || !observed || this.#announced) return;
    this.#announced = true;
    const underWay = this.#owned?.underWay;
    const owned = { ...handler.claim(desired, this.#owned, () => true, observed), ...(underWay && { underWay }) };
    if (!same(owned, this.options.owned)) await ahead({ id, observed, owned }, change);
  }

  /** Once nothing is left to do for a condition, what it covers is owned as declared: a secret that was sent is not sent again. */
  made(change: Change): void {
    const { handler, desired } = this.options;
    const { observed } = this.#pass;
    const { condition } = change;
    const sent = changeKey(change);
    const { changes, underWay = [] } = this.plan(observed);
    // What is on its way out is owned until it is gone: it has to be waited for, and others may have to follow it.
    const leaving = change.action === "delete" && underWay.some((other) => other.condition === condition);
    const left = leaving || changes.some((other) => other.condition === condition && changeKey(other) !== sent);
    if (!left) this.#owned = handler.claim(desired, this.#owned, (covered) => covered !== condition, observed);
    else if (handler.claimSent) this.#owned = handler.claimSent(desired, this.#owned, change);
  }

  doubted(change: Change): void {
    if (makes(change)) this.#unanswered += 1;
  }

  async recognise(): Promise<void> {
    await this.meet();
  }

  async refused(change: Change, error: unknown): Promise<boolean> {
    if (!makes(change)) return false;
    const { journal, key } = this.options;
    // This call made nothing: what is found under this identity later is not this resource's, unless an earlier call made it.
    if (this.#unanswered === 0 && !this.intent) await journal.clear(key);
    // Who may not make it may well work on it, if it is there.
    if (!isTaken(error) && !(this.#blind && lacksRights(error))) return false;
    await this.#pass.look();
    if (!this.#pass.observed) await this.#lookAsDeclared();
    await this.meet();
    if (this.#madeNothing) await journal.clear(key);
    return this.#pass.observed !== undefined;
  }

  /** The object of the recorded id may be gone, and another have its name: of that one nothing is owned. */
  async #lookAsDeclared(): Promise<void> {
    const { api, handler, desired, signal } = this.options;
    const recorded = this.#pass.id;
    const declared = await handler.identify(api, desired, undefined, { signal });
    if (same(declared, recorded)) return;
    this.#pass.id = declared;
    await this.#pass.look();
    if (this.#pass.observed) this.#owned = undefined;
    else this.#pass.id = recorded;
  }

  /** Whether an interrupted call of this resource made what exists: the intent names it, and it is what was asked for. */
  #isOurs({ changes, impossible = [] }: Plan): boolean {
    return (
      (this.#named || this.#unanswered > 0) &&
      impossible.length === 0 &&
      !changes.some(({ scope }) => scope === "resource")
    );
  }

  /** Whether the interrupted call was to make this object. */
  get #named(): boolean {
    return this.intent?.kind === this.options.handler.kind && this.intent.identity === canonical(this.identity);
  }

  /** Whether the declaration is still the one that the interrupted call was sent for. */
  get #unchanged(): boolean {
    return this.intent !== undefined && matchesSeal(canonical(this.options.desired), this.intent.declared);
  }

  /** Whether what exists cannot be what a call without an answer was to make: somebody else's is under the name, and stays theirs. */
  get #madeNothing(): boolean {
    const { observed } = this.#pass;
    const wasSent = this.#unanswered > 0 || (this.#named && this.#unchanged);
    if (!observed || this.#owned || !wasSent) return false;
    return (this.plan(observed).impossible ?? []).length > 0;
  }

  /** What the interrupted call was to make. */
  get #intended(): Owned<Spec> | undefined {
    return this.#named ? (readOwned(this.intent?.owned) as Owned<Spec> | undefined) : undefined;
  }

  /** The same, where it was sent for another declaration: it may have made what is declared no more. */
  get #otherwise(): Owned<Spec> | undefined {
    return this.#unchanged ? undefined : this.#intended;
  }

  #claim(): Owned<Spec> | undefined {
    const { handler, desired } = this.options;
    const { observed } = this.#pass;
    if (!observed) return this.#owned;
    const { changes, underWay: working = [] } = this.plan(observed);
    const left = new Set([...changes, ...working.filter(({ outside }) => !outside)].map(({ condition }) => condition));
    const unsure = (condition: string) => left.has(condition) || this.#pass.failed(condition);
    const { underWay: _, ...claimed } = handler.claim(desired, this.#owned, unsure, observed);
    const busy = [this.#pass.pending, ...working].flatMap((one) => one?.condition ?? []);
    const underWay = [...new Set(busy)];
    return { ...claimed, ...(underWay.length > 0 && { underWay }) };
  }
}

const makes = (change: Change): boolean => makesOrEnds(change) && change.action === "create";

function asConflict(error: unknown): ConflictError {
  if (error instanceof ConflictError) return error;
  throw asError(error);
}
