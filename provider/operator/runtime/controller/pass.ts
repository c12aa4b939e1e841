import { randomUUID } from "node:crypto";
import { AtlasIacError } from "../../../../sdk/model/errors";
import { type ObjectKey, parseKey } from "../kube/object";
import { describeError, type Logger } from "../process/log";
import type { Telemetry } from "../process/telemetry";
import { within } from "../time";
import type { Lifetime } from "./lifetime";
import { failureOf, type Result } from "./outcome";

/** What one pass is given. */
export interface ReconcileContext {
  /** Aborted when the pass must come to its end: its time is up, the process stops, or another one leads. */
  signal: AbortSignal;
  /** Aborted a little later: for writing down how far it came. At once when another process leads. */
  writeSignal: AbortSignal;
  /** Names controller, object and pass on every line. */
  log: Logger;
  /** Unique to this pass: ties lines, events and errors together. */
  reconcileId: string;
}

/** Makes the world as the object says: looks at both, and needs no memory of earlier passes. Safe to break off anywhere. */
export type Reconcile = (key: ObjectKey, context: ReconcileContext) => Promise<Result>;

/** How long a pass may take, in milliseconds. */
export interface PassLimits {
  timeoutMs: number;
  /** Beyond that, for writing the status. */
  graceMs: number;
}

/** A pass ran out of time. */
class PassTimeoutError extends AtlasIacError {
  readonly code = "ReconcileTimeout";

  constructor(limitMs: number) {
    super(`the pass was not done after ${limitMs} ms`, {
      hint: "It goes on where it left off; if that repeats, see what it waits for.",
    });
  }
}

/**
 * One pass: within its time, measured, told. Answers as the work queue wants it: rejects when there must be another run soon.
 *
 * @throws what `reconcile` threw, unless it was terminal
 */
export async function runPass(
  { controller, key, generation }: { controller: string; key: ObjectKey; generation?: number },
  reconcile: Reconcile,
  limits: PassLimits,
  lifetime: Lifetime,
  { log: parent, metrics }: Telemetry,
): Promise<{ afterMs?: number }> {
  const reconcileId = randomUUID();
  const log = parent.child({ controller, ...parseKey(key), reconcileID: reconcileId, generation });
  const work = within(lifetime.working, limits.timeoutMs, () => {
    metrics.timeouts.inc({ controller });
    return new PassTimeoutError(limits.timeoutMs);
  });
  const total = limits.timeoutMs + limits.graceMs;
  const write = within(lifetime.writing, total, () => {
    log.error("the pass goes on though its time and grace are over; nothing else runs for this object meanwhile");
    return new PassTimeoutError(total);
  });
  const since = performance.now();
  metrics.activeWorkers.inc({ controller });
  try {
    const context = { signal: work.signal, writeSignal: write.signal, log, reconcileId };
    const { requeueAfterMs } = await reconcile(key, context);
    metrics.reconciles.inc({ controller, result: requeueAfterMs === undefined ? "success" : "requeue_after" });
    log.debug({ durationMs: elapsed(since), requeueAfterMs }, "pass done");
    return { afterMs: requeueAfterMs };
  } catch (error) {
    return tellFailure(error, { controller, signal: work.signal, durationMs: elapsed(since) }, { log, metrics });
  } finally {
    work.clear();
    write.clear();
    metrics.activeWorkers.dec({ controller });
    metrics.passSeconds.observe({ controller }, (performance.now() - since) / 1000);
  }
}

function tellFailure(
  error: unknown,
  { controller, signal, durationMs }: { controller: string; signal: AbortSignal; durationMs: number },
  { log, metrics }: Telemetry,
): { afterMs?: number } {
  const failure = failureOf(error, signal);
  if (failure === "conflict") {
    metrics.reconciles.inc({ controller, result: "requeue" });
    log.debug({ durationMs, err: describeError(error) }, "the object changed meanwhile: another pass follows");
    throw error;
  }
  metrics.reconciles.inc({ controller, result: "error" });
  metrics.errors.inc({ controller });
  if (failure === "terminal") metrics.terminalErrors.inc({ controller });
  if (failure === "defect") metrics.panics.inc({ controller });
  log.error({ durationMs, failure, err: describeError(error) }, "pass failed");
  if (failure === "terminal") return {};
  throw error;
}

function elapsed(since: number): number {
  return Math.round(performance.now() - since);
}
