import { AtlasIacError } from "../../sdk/model/errors";
import { mayHaveHappened } from "../atlas/errors";
import type { Breakage, Change, Owned, Pending, Plan } from "./contract";
import {
  BrokenError,
  ConvergeError,
  type Failure,
  ImpossibleChangeError,
  NotYetError,
  ReasonedError,
  StillPendingError,
  UnsettledPlanError,
} from "./errors";
import type { ConvergeEvent } from "./events";
import { isOutage } from "./failure";
import type { PassOptions } from "./options";
import { bare, changeKey } from "./plan";

/** How often a change is sent whose outcome could not be told. */
const attempts = 3;
/** Shortest and longest pause between two looks, in milliseconds of Atlas's clock. */
const shortestPause = 500;
const longestPause = 30_000;

/** What a pass does that differs between making true and removing. */
export interface Course<Observed> {
  plan(observed: Observed | undefined): Plan;
  /** Before a change is sent. */
  announce?(change: Change): Promise<void>;
  /** When a change was made, and what is known afterwards has been noted. */
  made?(change: Change): void;
  /** When it is unknown whether a change was made. */
  doubted?(change: Change): void;
  /** When a look after that shows it made. Throws to end the pass. */
  recognise?(): Promise<void>;
  /**
   * When the service has said no to a change.
   * @returns whether the pass may go on as if it had not been sent
   */
  refused?(change: Change, error: unknown): Promise<boolean>;
}

/**
 * One walk from what is observed to an empty plan: applies the first change, folds the answer, plans again. A condition's first
 * failure ends that condition's changes; others go on.
 */
export class Pass<Spec, Status, Observed, Id> {
  readonly applied: Change[] = [];
  readonly failures: Failure[] = [];
  readonly notes = new Set<string>();
  observed: Observed | undefined;
  pending: Pending | undefined;
  readonly #sent = new Map<string, number>();
  readonly #uncertain = new Map<string, number>();
  #waitingSince: number | undefined;
  #looks = 0;
  /** Told by a change that Atlas will take later. */
  #postponed: Pending | undefined;

  constructor(
    readonly options: PassOptions<Spec, Status, Observed, Id>,
    public id: Id,
    readonly subject: string,
    /** Reads what exists now. */
    readonly observe: () => Promise<Observed | undefined>,
  ) {
    this.observed = options.observed;
  }

  now(): Date {
    return this.options.now?.() ?? new Date();
  }

  emit(event: ConvergeEvent): void {
    this.options.onEvent?.(event);
  }

  failed(condition: string): boolean {
    return this.failures.some((failure) => failure.condition === condition);
  }

  async look(): Promise<void> {
    this.observed = await this.observe();
    // Kept with whatever this pass reaches: should it be cut off amid a new name, the next one would look for the old one in vain.
    if (this.observed) this.id = this.options.handler.completed?.(this.id, this.observed) ?? this.id;
  }

  /**
   * Walks until the plan is empty, nothing more can be done, or Atlas is to be waited for without leave to wait. Once something has
   * been changed, whatever ends the walk is kept as a failure, so that what was reached is not lost.
   */
  async walk(course: Course<Observed>): Promise<void> {
    try {
      await this.#walk(course);
    } catch (error) {
      const last = this.applied.at(-1);
      if (!last) throw error;
      this.fail({ condition: last.condition, reason: last.reason, error: asError(error) });
    }
  }

  async #walk(course: Course<Observed>): Promise<void> {
    for (;;) {
      this.options.signal?.throwIfAborted();
      const plan = course.plan(this.observed);
      for (const note of plan.notes ?? []) this.#note(note);
      const [first, ...more] = plan.impossible ?? [];
      if (first) throw new ImpossibleChangeError(this.subject, [first, ...more]);
      if (this.failures.some((failure) => failure.change && makesOrEnds(failure.change))) return;
      const { change, pending } = this.#next(plan);
      this.pending = pending;
      if (change) {
        this.#waitingSince = undefined;
        await this.#step(course, change);
      } else if (!pending || pending.outside) {
        return this.#tell(plan.broken ?? []);
      } else if (await this.#waited(pending)) {
        this.#postponed = undefined;
      } else {
        return;
      }
    }
  }

  /** The change to make, or what to wait for before the next one. Neither when nothing more can be done. */
  #next({ changes, pending = this.#postponed, underWay = [] }: Plan): { change?: Change; pending?: Pending } {
    if (pending) return { pending };
    const lasting = underWay.filter(({ condition }) => !this.failed(condition));
    const awaited = lasting.filter(({ outside }) => !outside);
    const held = new Set(awaited.map(({ condition }) => condition));
    const change = changes.find(({ condition }) => !this.failed(condition) && !held.has(condition));
    return change ? { change } : { pending: awaited[0] ?? lasting[0] };
  }

  /** What Atlas could not do is a failure of its condition, unless a change of that condition failed already. */
  #tell(broken: readonly Breakage[]): void {
    for (const { condition, reason, message, hint } of broken) {
      if (this.failures.some((failure) => failure.condition === condition && failure.change)) continue;
      this.fail({ condition, reason, error: new BrokenError(message, hint) });
    }
  }

  /** @throws ConvergeError when anything failed. */
  finish(owned: Owned<Spec> | undefined): void {
    const [first, ...rest] = this.failures;
    if (!first) return;
    const { id, observed, applied, pending } = this;
    throw new ConvergeError<Spec, Observed, Id>(this.subject, [first, ...rest], {
      id,
      observed,
      owned,
      applied,
      pending,
    });
  }

  fail({ change, ...failure }: Failure): void {
    this.failures.push({ ...failure, ...(change && { change: bare(change) }) });
    if (change) this.emit({ type: "failed", change: bare(change), error: failure.error });
  }

  async #step(course: Course<Observed>, change: Change): Promise<void> {
    const key = changeKey(change);
    const times = this.#sent.get(key) ?? 0;
    if (times > 0 && !(await this.#settles(course, change, key))) return;
    this.emit({ type: "started", change: bare(change) });
    try {
      await course.announce?.(change);
      const { api, handler, signal } = this.options;
      const answer = await handler.apply(api, change, { id: this.id, observed: this.observed }, { signal });
      this.#sent.set(key, times + 1);
      this.applied.push(bare(change));
      this.id = answer.id;
      this.#looks = 0;
      if (answer.observed === "unknown") await this.look();
      else this.observed = answer.observed;
      course.made?.(change);
      this.emit({ type: "done", change: bare(change) });
    } catch (error) {
      if (error instanceof NotYetError) {
        this.#postponed = error.pending;
        return;
      }
      if (await this.#doubted(course, change, key, error)) return;
      if (await course.refused?.(change, error)) return;
      const reason = error instanceof ReasonedError ? error.reason : change.reason;
      this.fail({ condition: change.condition, reason, change, error: asError(error) });
    }
  }

  /** A change that comes back after it was done: Atlas's answer may have lagged, so a fresh look decides. */
  async #settles(course: Course<Observed>, change: Change, key: string): Promise<boolean> {
    await this.look();
    const again = course.plan(this.observed).changes.some((other) => changeKey(other) === key);
    if (!again) return false;
    const times = this.#sent.get(key) ?? 0;
    if (change.action === "delete" && times < attempts) {
      // Atlas has been seen to let a deletion drop.
      await this.options.wait?.sleep(shortestPause * 2 ** times, this.options.signal);
      return true;
    }
    const { condition, reason } = change;
    this.fail({ condition, reason, change, error: new UnsettledPlanError(bare(change)) });
    return false;
  }

  /** After a failure that leaves the outcome open: looks, and lets the plan decide whether to send again. */
  async #doubted(course: Course<Observed>, change: Change, key: string, error: unknown): Promise<boolean> {
    const times = (this.#uncertain.get(key) ?? 0) + 1;
    this.#uncertain.set(key, times);
    if (!mayHaveHappened(error) || this.options.signal?.aborted) return false;
    course.doubted?.(change);
    try {
      this.emit({ type: "uncertain", change: bare(change), error: asError(error) });
      if (times > 1) await this.options.wait?.sleep(shortestPause * 2 ** times, this.options.signal);
      await this.look();
    } catch {
      // The look failed as well: the first failure is the one that tells something.
      return false;
    }
    const lost = course.plan(this.observed).changes.some((other) => changeKey(other) === key);
    if (!lost) {
      await course.recognise?.();
      course.made?.(change);
      this.applied.push(bare(change));
      this.emit({ type: "done", change: bare(change) });
      return true;
    }
    return times < attempts;
  }

  /** @returns whether to plan again */
  async #waited(pending: Pending): Promise<boolean> {
    const { wait, signal } = this.options;
    if (!wait) return false;
    const now = this.now().getTime();
    this.#waitingSince ??= now;
    this.emit({ type: "waiting", pending, elapsedMs: now - this.#waitingSince });
    if (this.#looks > 0) {
      if (now >= wait.until) {
        const { condition, reason } = pending;
        this.fail({ condition, reason, error: new StillPendingError(this.subject, pending) });
        return false;
      }
      const pause = shortestPause * 2 ** (this.#looks - 1);
      await wait.sleep(Math.min(pause, Math.max(pending.retryAfterMs, shortestPause), longestPause), signal);
    }
    this.#looks += 1;
    try {
      await this.look();
    } catch (error) {
      // What is being waited for goes on whether or not it can be watched.
      if (!isOutage(error) || signal?.aborted) throw error;
      this.emit({ type: "note", text: `cannot be watched at the moment: ${asError(error).message}` });
    }
    return true;
  }

  #note(text: string): void {
    if (this.notes.has(text)) return;
    this.notes.add(text);
    this.emit({ type: "note", text });
  }
}

/** Whether nothing can be done to the object once this change has failed. */
export const makesOrEnds = (change: Change): boolean => change.scope === "resource" && change.action !== "update";

/** What was caught, as an error whatever it is. */
export function asError(caught: unknown): Error {
  return caught instanceof Error ? caught : new ForeignError(String(caught));
}

class ForeignError extends AtlasIacError {
  readonly code = "ForeignError";
}
