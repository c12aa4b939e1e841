import type { KubeClient, Selection } from "../kube/client";
import { KubeApiError, refusal } from "../kube/errors";
import type { KubeObject } from "../kube/object";
import { collectionPath, describeResource, type Resource } from "../kube/resource";
import { describeError } from "../process/log";
import type { Telemetry } from "../process/telemetry";
import { type Backoff, backoffMs, sleep } from "../time";
import { type WatchEvent, WatchSilentError, watchEvents } from "./stream";
import { trimmed } from "./trimmed";

/** How a watch is kept alive. Times in milliseconds. */
export interface WatchTuning {
  /** The server is asked to end each watch after this long, or up to twice as long: connections get spread over servers again. */
  serverTimeoutMs: number;
  /** Silence after which a watch counts as dead. The server sends a bookmark about every minute. */
  idleMs: number;
  /** Waits between attempts that fail. */
  reconnect: Backoff;
  /** A watch that lived this long was a good one: the waits start from the first again. */
  stableMs: number;
}

export const DEFAULT_WATCH_TUNING: WatchTuning = {
  serverTimeoutMs: 5 * 60_000,
  idleMs: 3 * 60_000,
  reconnect: { firstMs: 500, maxMs: 30_000 },
  stableMs: 10_000,
};

/** Who is told what a watcher hears. */
export interface WatchSink<T extends KubeObject> {
  listed(objects: T[]): void;
  changed(object: T): void;
  deleted(object: T): void;
}

/** Why a watch had to be opened anew. */
type Cause = "ended" | "expired" | "silent" | "failed";

/**
 * Follows one selection of objects for as long as it runs: a list, then watches from where it left off, and a list again whenever
 * it cannot be sure to have heard everything.
 *
 * Not client-node's informer: it reconnects without jitter, forgets its backoff at the first event (a server that sends one event
 * and hangs up is hammered), takes any failure of a list for the end of its life, and lists without pages.
 */
export class Watcher<T extends KubeObject> {
  private position: string | undefined;
  private failures = 0;
  private heardAt = performance.now();
  /** What keeps it from following now; for /readyz. */
  problem: string | undefined = "not listed yet";

  constructor(
    private readonly kube: KubeClient,
    private readonly resource: Resource<T>,
    private readonly selection: Selection,
    private readonly sink: WatchSink<T>,
    private readonly tuning: WatchTuning,
  ) {}

  /** Milliseconds since anything was heard, bookmarks included. */
  get silenceMs(): number {
    return performance.now() - this.heardAt;
  }

  /** Runs until the signal is aborted; never throws. */
  async run(signal: AbortSignal, telemetry: Telemetry): Promise<void> {
    const resource = describeResource(this.resource);
    while (!signal.aborted) {
      const openedAt = performance.now();
      const { cause, error } = await this.follow(signal, telemetry);
      if (signal.aborted) return;
      const lived = performance.now() - openedAt;
      this.failures = lived >= this.tuning.stableMs ? 1 : this.failures + 1;
      telemetry.metrics.watchRestarts.inc({ resource, cause });
      const delay = backoffMs(this.tuning.reconnect, this.failures);
      const log = {
        resource,
        ...this.selection,
        cause,
        err: error && describeError(error),
        delayMs: Math.round(delay),
      };
      telemetry.log[cause === "failed" ? "warn" : "debug"](log, "watch is opened anew");
      await sleep(delay, signal).catch(() => undefined);
    }
  }

  /** One list, if need be, and one watch, to its end. */
  private async follow(signal: AbortSignal, telemetry: Telemetry): Promise<{ cause: Cause; error?: unknown }> {
    try {
      if (this.position === undefined) await this.list(signal);
      await this.watch(signal, telemetry);
      return { cause: "ended" };
    } catch (error) {
      const cause = causeOf(error, this.position === undefined);
      if (cause === "failed") this.problem = error instanceof Error ? error.message : String(error);
      else this.position = undefined;
      return { cause, error };
    }
  }

  private async list(signal: AbortSignal): Promise<void> {
    const { items, resourceVersion } = await this.kube.list(this.resource, this.selection, { signal });
    this.heardAt = performance.now();
    this.sink.listed(items.map((item) => trimmed(item, this.resource)));
    this.position = resourceVersion;
    this.problem = undefined;
  }

  private async watch(signal: AbortSignal, { metrics }: Telemetry): Promise<void> {
    const timeoutSeconds = Math.ceil((this.tuning.serverTimeoutMs * (1 + Math.random())) / 1000);
    const position = { resourceVersion: this.position ?? "", timeoutSeconds };
    const body = await this.kube.watch(this.resource, this.selection, position, signal);
    this.problem = undefined;
    const resource = describeResource(this.resource);
    for await (const event of watchEvents<T>(body, this.tuning.idleMs)) {
      this.heardAt = performance.now();
      if (event.type !== "BOOKMARK") metrics.watchEvents.inc({ resource });
      this.take(event);
    }
  }

  private take(event: WatchEvent<T>): void {
    switch (event.type) {
      case "ERROR": {
        const path = collectionPath(this.resource, this.selection.namespace);
        throw refusal({ method: "WATCH", path }, event.object.code ?? 0, event.object);
      }
      case "ADDED":
      case "MODIFIED":
        this.sink.changed(trimmed(event.object, this.resource));
        break;
      case "DELETED":
        this.sink.deleted(event.object);
        break;
      case "BOOKMARK":
        break;
    }
    this.position = event.object.metadata.resourceVersion ?? this.position;
  }
}

/**
 * What broke off is taken up where it was. A silent connection may have lost anything; a server that does not know the version, be it
 * too old (410) or, after a restore, from a future that never was (504), needs a list.
 * Of a list itself only the pages can be too old: what else it is refused for will not pass by listing again.
 */
function causeOf(error: unknown, listing: boolean): Cause {
  if (error instanceof WatchSilentError) return "silent";
  const expired = listing ? [410] : [400, 410, 504];
  return error instanceof KubeApiError && expired.includes(error.status) ? "expired" : "failed";
}
