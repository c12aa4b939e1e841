import { describe, expect, it } from "vitest";
import { Lifetime } from "../../../provider/operator/runtime/controller/lifetime";
import type { Result } from "../../../provider/operator/runtime/controller/outcome";
import { type ReconcileContext, runPass } from "../../../provider/operator/runtime/controller/pass";
import { TerminalError } from "../../../provider/operator/runtime/controller/terminal-error";
import { ConflictError, KubeUnreachableError } from "../../../provider/operator/runtime/kube/errors";
import { sleep } from "../../../provider/operator/runtime/time";
import { keptTelemetry } from "./harness/quiet";

const request = { method: "GET", path: "/x" };

/** One pass, and all that is known of it afterwards. */
async function pass(
  reconcile: (context: ReconcileContext) => Promise<Result>,
  { timeoutMs = 1_000, graceMs = 1_000, lifetime = new Lifetime() } = {},
) {
  const telemetry = keptTelemetry();
  const subject = { controller: "widget", key: "default/a", generation: 3 };
  const outcome = await runPass(
    subject,
    (_, context) => reconcile(context),
    { timeoutMs, graceMs },
    lifetime,
    telemetry,
  ).then(
    (next) => ({ next }),
    (error: unknown) => ({ error }),
  );
  const scraped = await telemetry.metrics.scrape();
  return { outcome, lines: telemetry.lines, counts: (name: string) => countsIn(scraped, name) };
}

/** The label sets of a counter that are not zero. */
function countsIn(scraped: string, name: string): string[] {
  return scraped.split("\n").filter((line) => line.startsWith(name) && !line.endsWith(" 0"));
}

describe("a pass", () => {
  it.each([
    { because: "done is done", result: {}, next: {}, label: "success" },
    { because: "asked to look again", result: { requeueAfterMs: 5 }, next: { afterMs: 5 }, label: "requeue_after" },
  ])("that ends well is counted as $label: $because", async ({ result, next, label }) => {
    const { outcome, counts } = await pass(async () => result);
    expect(outcome).toEqual({ next });
    expect(counts("controller_runtime_reconcile_total")).toEqual([
      `controller_runtime_reconcile_total{controller="widget",result="${label}"} 1`,
    ]);
    expect(counts("controller_runtime_reconcile_errors_total")).toEqual([]);
  });

  it.each([
    {
      because: "trying again cannot help",
      error: new TerminalError("no"),
      again: false,
      counter: "terminal_reconcile_errors",
    },
    {
      because: "it is a mistake in the program",
      error: new TypeError("x is undefined"),
      again: true,
      counter: "reconcile_panics",
    },
    { because: "it is no error at all", error: "thrown text", again: true, counter: "reconcile_panics" },
    {
      because: "the network may come back",
      error: new KubeUnreachableError(request, "gone"),
      again: true,
      counter: "reconcile_errors",
    },
  ])("that fails is tried again or not, and counted: $because", async ({ error, again, counter }) => {
    const { outcome, counts, lines } = await pass(async () => {
      throw error;
    });
    expect("error" in outcome).toBe(again);
    expect(counts(`controller_runtime_${counter}_total`)).toHaveLength(1);
    expect(counts("controller_runtime_reconcile_errors_total")).toHaveLength(1);
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  it("that meets a conflict is tried again and is no error", async () => {
    const { outcome, counts, lines } = await pass(async () => {
      throw new ConflictError(request, 409, { reason: "Conflict" });
    });
    expect(outcome).toHaveProperty("error");
    expect(counts("controller_runtime_reconcile_errors_total")).toEqual([]);
    expect(lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("is told to end when its time is up, and still may write for a while", async () => {
    let mayWrite = false;
    const { outcome, counts } = await pass(
      async ({ signal, writeSignal }) => {
        await sleep(10_000, signal).catch(() => undefined);
        mayWrite = !writeSignal.aborted;
        signal.throwIfAborted();
        return {};
      },
      { timeoutMs: 20 },
    );
    expect(mayWrite).toBe(true);
    expect(outcome).toMatchObject({ error: { code: "ReconcileTimeout" } });
    expect(counts("controller_runtime_reconcile_timeouts_total")).toHaveLength(1);
    expect(counts("controller_runtime_reconcile_panics_total")).toEqual([]);
  });

  it("says so when it goes on beyond all its time", async () => {
    const { lines } = await pass(
      async () => {
        await sleep(60);
        return {};
      },
      { timeoutMs: 10, graceMs: 10 },
    );
    expect(lines.map(({ msg }) => msg)).toContainEqual(
      expect.stringContaining("goes on though its time and grace are over"),
    );
  });

  it("may write nothing more once another process leads", async () => {
    const lifetime = new Lifetime();
    const { outcome } = await pass(
      async ({ writeSignal }) => {
        setTimeout(() => lifetime.end(new Error("another one leads")), 10);
        await sleep(10_000, writeSignal);
        return {};
      },
      { lifetime },
    );
    expect(outcome).toMatchObject({ error: { message: "another one leads" } });
  });

  it("has its controller, object and pass on every line", async () => {
    const { lines } = await pass(async ({ log }) => {
      log.info({ action: "create" }, "made");
      return {};
    });
    for (const line of lines) {
      expect(line).toMatchObject({ controller: "widget", namespace: "default", name: "a", generation: 3 });
      expect(line.reconcileID).toBe(lines[0]?.reconcileID);
    }
    expect(lines.at(-1)).toHaveProperty("durationMs");
  });
});

describe("the end of a lifetime", () => {
  it("comes in three steps when there is time", async () => {
    const lifetime = new Lifetime();
    const draining = lifetime.drain(new Error("stop"), 30, 30);
    expect([lifetime.accepting.aborted, lifetime.working.aborted]).toEqual([true, false]);
    await sleep(45);
    expect([lifetime.working.aborted, lifetime.writing.aborted]).toEqual([true, false]);
    await draining;
    expect(lifetime.writing.aborted).toBe(true);
  });

  it("comes at once when it must, also while it is being drained", async () => {
    const lifetime = new Lifetime();
    const draining = lifetime.drain(new Error("stop"), 60_000, 60_000);
    lifetime.end(new Error("lost"));
    await draining;
    expect(lifetime.writing.aborted).toBe(true);
  });
});
