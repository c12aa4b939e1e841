import { PassThrough, Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../provider/operator/runtime/kube/object";
import {
  type WatchEvent,
  WatchGarbledError,
  WatchSilentError,
  watchEvents,
} from "../../../provider/operator/runtime/watch/stream";

async function collect(body: Readable, idleMs = 1_000): Promise<WatchEvent<KubeObject>[]> {
  const events: WatchEvent<KubeObject>[] = [];
  for await (const event of watchEvents(body, idleMs)) events.push(event);
  return events;
}

describe("a stream of watch events", () => {
  it("is the same however the network cuts it, also within a character", async () => {
    const events = ["ä", "€", "🙂"].map((name) => ({ type: "ADDED", object: { metadata: { name } } }));
    const bytes = Buffer.from(`${events.map((event) => JSON.stringify(event)).join("\n")}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 10 }), async (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
        const body = Readable.from(
          chunks.filter((chunk) => chunk.length > 0),
          { objectMode: false },
        );
        expect(await collect(body)).toEqual(events);
      }),
      { numRuns: 50 },
    );
  });

  it("drops a last line that broke off", async () => {
    const body = Readable.from(['{"type":"BOOKMARK","object":{"metadata":{"name":"a"}}}\n{"type":"ADD'], {
      objectMode: false,
    });
    expect(await collect(body)).toHaveLength(1);
  });

  it("fails on a whole line that is no event, since what follows cannot be trusted", async () => {
    await expect(collect(Readable.from(["nonsense\n"], { objectMode: false }))).rejects.toThrow(WatchGarbledError);
  });

  it("fails when nothing is heard for too long, and lets the connection go", async () => {
    const body = new PassThrough();
    await expect(collect(body, 20)).rejects.toThrow(WatchSilentError);
    expect(body.destroyed).toBe(true);
  });
});
