import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openQueue } from "./harness/open-queue";

const key = fc.constantFrom("a", "b", "c", "d");
const step = fc.oneof(
  fc.record({ do: fc.constant("add" as const), key, urgency: fc.constantFrom("now" as const, "background" as const) }),
  fc.record({ do: fc.constant("succeed" as const), run: fc.nat(3) }),
  fc.record({ do: fc.constant("fail" as const), run: fc.nat(3) }),
  fc.record({ do: fc.constant("ask for another look" as const), run: fc.nat(3) }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 800 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Longer than any wait of the queue under test. */
const LONG_MS = 1_001;

/** The queue beside what it owes: for each key that somebody wants looked at, a run that begins after they said so. */
class Ledger {
  private readonly queue;
  private readonly open;
  private readonly begun;
  private readonly owed = new Map<string, number>();

  constructor(private readonly concurrency: number) {
    ({ queue: this.queue, open: this.open, begun: this.begun } = openQueue(concurrency));
  }

  async take(action: Step): Promise<void> {
    if (action.do === "add") {
      this.owe(action.key);
      this.queue.add(action.key, action.urgency);
    } else if (action.do === "wait") await vi.advanceTimersByTimeAsync(action.ms);
    else this.end(action);
    await this.settle();
  }

  /** What must hold at any moment. */
  check(): void {
    const running = this.open.map((run) => run.key);
    expect(new Set(running).size).toBe(running.length);
    expect(running.length).toBeLessThanOrEqual(this.concurrency);
    if (running.length < this.concurrency) expect(this.queue.depth).toBe(0);
  }

  /** Lets everything end well: then nothing is owed, and nothing more happens by itself. */
  async finish(): Promise<void> {
    for (let i = 0; i < 50; i++) {
      this.open[0]?.end({});
      await vi.advanceTimersByTimeAsync(LONG_MS);
      await this.settle();
    }
    expect([...this.owed.keys()]).toEqual([]);
    expect(this.open).toEqual([]);
    const total = this.begun.length;
    await vi.advanceTimersByTimeAsync(10 * LONG_MS);
    expect(this.begun).toHaveLength(total);
  }

  private end(action: Exclude<Step, { do: "add" | "wait" }>): void {
    const run = this.open[action.run];
    if (!run) return;
    if (action.do !== "succeed") this.owe(run.key);
    run.end({ succeed: {}, fail: new Error("no"), "ask for another look": { afterMs: 300 } }[action.do]);
  }

  private owe(name: string): void {
    this.owed.set(name, this.runsOf(name));
  }

  private async settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    for (const [name, before] of this.owed) {
      if (this.runsOf(name) > before) this.owed.delete(name);
    }
  }

  private runsOf(name: string): number {
    return this.begun.filter((other) => other === name).length;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the work queue, whatever happens when", () => {
  it("never runs a key twice at once, never more keys than allowed, and loses nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, concurrency) => {
          const ledger = new Ledger(concurrency);
          for (const action of steps) {
            await ledger.take(action);
            ledger.check();
          }
          await ledger.finish();
        },
      ),
      { numRuns: 100 },
    );
  });
});
