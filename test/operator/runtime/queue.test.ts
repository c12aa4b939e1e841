import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WorkQueue } from "../../../provider/operator/runtime/queue/work-queue";
import { backoffMs } from "../../../provider/operator/runtime/time";
import { openQueue } from "./harness/open-queue";

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the work queue", () => {
  it("runs a key that was added while it ran once more afterwards, however often it was added", async () => {
    const { queue, open, begun } = openQueue(5);
    queue.add("a");
    for (let i = 0; i < 3; i++) queue.add("a");
    expect(begun).toEqual(["a"]);
    open[0]?.end({});
    await settle();
    expect(begun).toEqual(["a", "a"]);
    open[0]?.end({});
    await settle();
    expect(begun).toEqual(["a", "a"]);
  });

  it("queues a waiting key once and keeps the order of arrival", async () => {
    const { queue, open, begun } = openQueue(1);
    for (const key of ["a", "b", "c", "b", "c", "b"]) queue.add(key);
    for (let i = 0; i < 3; i++) {
      open[0]?.end({});
      await settle();
    }
    expect(begun).toEqual(["a", "b", "c"]);
  });

  it("waits longer after each failure, up to the maximum, and starts afresh after a success", async () => {
    const waits: number[] = [];
    let since = 0;
    let fails = true;
    const queue = new WorkQueue({
      concurrency: 1,
      backoff: { firstMs: 100, maxMs: 1_000 },
      run: async () => {
        waits.push(Date.now() - since);
        since = Date.now();
        if (fails) throw new Error("no");
        return {};
      },
    });
    since = Date.now();
    queue.start();
    queue.add("a");
    await vi.advanceTimersByTimeAsync(10_000);
    waits.slice(1, 6).forEach((wait, i) => {
      const ceiling = Math.min(1_000, 100 * 2 ** i);
      expect(wait).toBeGreaterThanOrEqual(ceiling / 2 - 1);
      expect(wait).toBeLessThanOrEqual(ceiling + 1);
    });
    fails = false;
    await vi.advanceTimersByTimeAsync(2_000);
    const runs = waits.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(waits).toHaveLength(runs);
    fails = true;
    since = Date.now();
    queue.add("a");
    await vi.advanceTimersByTimeAsync(101);
    expect(waits.at(-1)).toBeLessThanOrEqual(101);
    await queue.stop();
  });

  it("forgets the wait that a run asked for when the key runs earlier for another reason", async () => {
    const { queue, open, begun } = openQueue(1);
    queue.add("a");
    open[0]?.end({ afterMs: 1_000 });
    await vi.advanceTimersByTimeAsync(500);
    queue.add("a");
    open[0]?.end({});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(begun).toEqual(["a", "a"]);
  });

  it("survives a wait that is longer than a timer can be", async () => {
    const { queue, open, begun } = openQueue(1);
    queue.add("a");
    open[0]?.end({ afterMs: 60 * 24 * 3_600_000 });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(begun).toEqual(["a"]);
    await queue.stop();
  });

  it("lets what happened go before a regular look at everything, without starving that", async () => {
    const { queue, open, begun } = openQueue(1);
    queue.add("first");
    for (const key of ["r1", "r2"]) queue.add(key, "background");
    for (const key of ["n1", "n2", "n3", "n4", "n5", "n6"]) queue.add(key);
    queue.add("r2");
    for (let i = 0; i < 9; i++) {
      open[0]?.end({});
      await settle();
    }
    expect(begun.indexOf("r1")).toBeLessThanOrEqual(4);
    expect(begun.indexOf("n1")).toBe(1);
    // Became urgent while it waited in the background: goes with the urgent ones, and once.
    expect(begun.filter((key) => key === "r2")).toHaveLength(1);
    expect([...begun].sort()).toEqual(["first", "n1", "n2", "n3", "n4", "n5", "n6", "r1", "r2"]);
  });

  it("when stopped, starts nothing more and waits for what runs", async () => {
    const { queue, open, begun } = openQueue(1);
    queue.add("a");
    queue.add("b");
    let stopped = false;
    const stopping = queue.stop().then(() => {
      stopped = true;
    });
    await settle();
    expect(stopped).toBe(false);
    open[0]?.end(new Error("no"));
    await stopping;
    queue.add("c");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(begun).toEqual(["a"]);
  });
});

describe("a backoff", () => {
  it("is between half of its ceiling and all of it, and never overflows", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const wait = backoffMs({ firstMs: 500, maxMs: 60_000 }, failures, () => chance);
          const ceiling = failures > 20 ? 60_000 : Math.min(60_000, 500 * 2 ** (failures - 1));
          expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
          expect(wait).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });
});
