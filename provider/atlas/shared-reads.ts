import type { Clock } from "./clock";
import { Flight } from "./flight";

/** From this many members of one list on, the list is read instead. */
const fewMembers = 3;

/**
 * Spares reads: identical ones in flight are one, and a list answers for its members when several are wanted within a moment.
 *
 * Nobody reads what a write of this process has overtaken: every write, when it begins and when it ends, makes all that is known or
 * under way unusable for later readers. All of it, because writes reach further than their own collection (a deleted team leaves its
 * projects); and at little cost, because reads come in masses only where nothing is written: in previews and refreshes.
 *
 * What is handed out is shared. Whoever may change it copies it first.
 */
export class SharedReads {
  private flights = new Map<string, Flight<unknown>>();
  private lists = new Map<string, { members: ReadonlyMap<string, unknown>; until: number }>();
  private wanted = new Map<string, Map<string, number>>();
  private generation = 0;
  private forgottenAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** Answers from a read of the same key under way, or starts one. It ends early only when nobody waits for it any more. */
  async read<T>(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const flight = this.flights.get(key) ?? this.takeOff(key, start);
    return (await flight.join(signal)) as T;
  }

  /**
   * Answers for one member out of its list, if enough others were wanted within `windowMs`. `undefined` when the member is better
   * read by itself.
   *
   * @param lookingAround Whether others will be wanted anyway: the list is then read for the first, unless something was written lately.
   */
  async member(
    list: string,
    member: string,
    windowMs: number,
    readList: (signal: AbortSignal) => Promise<ReadonlyMap<string, unknown>>,
    signal?: AbortSignal,
    lookingAround = false,
  ): Promise<{ value: unknown } | undefined> {
    const known = this.lists.get(list);
    if (known && this.clock.now() < known.until) return { value: known.members.get(member) };
    const key = `members of ${list}`;
    const quiet = lookingAround && this.clock.now() - this.forgottenAt > windowMs;
    const few = this.countWanted(list, member, windowMs) <= fewMembers;
    if (few && !quiet && !this.flights.has(key)) return undefined;
    const { generation } = this;
    const members = await this.read(key, readList, signal);
    if (generation === this.generation) this.lists.set(list, { members, until: this.clock.now() + windowMs });
    return { value: members.get(member) };
  }

  /** Called when a write begins, and when it ends. */
  forget(): void {
    this.generation++;
    this.forgottenAt = this.clock.now();
    this.flights = new Map();
    this.lists = new Map();
    this.wanted = new Map();
  }

  private takeOff(key: string, start: (signal: AbortSignal) => Promise<unknown>): Flight<unknown> {
    const flight = new Flight(start, (ended) => {
      if (this.flights.get(key) === ended) this.flights.delete(key);
    });
    this.flights.set(key, flight);
    return flight;
  }

  private countWanted(list: string, member: string, windowMs: number): number {
    const now = this.clock.now();
    const recent = [...(this.wanted.get(list) ?? [])].filter(([, at]) => now - at <= windowMs);
    const wanted = new Map(recent).set(member, now);
    this.wanted.set(list, wanted);
    return wanted.size;
  }
}
