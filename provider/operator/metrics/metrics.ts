import { Counter, Gauge, Histogram } from "prom-client";
import type { CallReport } from "../../atlas";
import type { Change } from "../../kinds/contract";
import type { Cluster } from "../cluster/cluster";
import type { RuntimeMetrics } from "../runtime";
import { isReady } from "../status/verdict";

/** From a second to two hours: a large cluster takes Atlas that long. */
const READY_SECONDS = [1, 5, 15, 30, 60, 180, 600, 1800, 3600, 7200];

/** What the operator measures of objects and of Atlas, beside what its runtime measures of itself. */
export class OperatorMetrics {
  readonly #objects: Gauge<"kind" | "ready">;
  readonly #changes: Counter<"kind" | "action">;
  readonly #drift: Counter<"kind">;
  readonly #toReady: Histogram<"kind">;
  readonly #calls: Counter<"operation" | "status">;

  constructor(private readonly runtime: RuntimeMetrics) {
    const registers = [runtime.registry];
    this.#objects = new Gauge({
      name: "atlas_iac_objects",
      help: "Objects by whether they are as declared in Atlas",
      labelNames: ["kind", "ready"],
      registers,
    });
    this.#changes = new Counter({
      name: "atlas_iac_changes_total",
      help: "Changes made in Atlas",
      labelNames: ["kind", "action"],
      registers,
    });
    this.#drift = new Counter({
      name: "atlas_iac_drift_total",
      help: "Passes that mended what somebody changed in Atlas",
      labelNames: ["kind"],
      registers,
    });
    this.#toReady = new Histogram({
      name: "atlas_iac_time_to_ready_seconds",
      help: "From when a declaration was first seen until it was true",
      labelNames: ["kind"],
      buckets: READY_SECONDS,
      registers,
    });
    this.#calls = new Counter({
      name: "atlas_iac_atlas_requests_total",
      help: "Requests to the Atlas Admin API by operation and status; status 429 is the rate limit, none is no answer",
      labelNames: ["operation", "status"],
      registers,
    });
  }

  /** Counts a cluster's objects whenever somebody asks. */
  count(cluster: Cluster): void {
    this.runtime.beforeScrape(() => {
      for (const kind of cluster.kinds) {
        const objects = cluster.source(kind)?.store.list() ?? [];
        const ready = objects.filter(({ status, metadata }) => isReady(status, metadata.generation)).length;
        this.#objects.set({ kind, ready: "true" }, ready);
        this.#objects.set({ kind, ready: "false" }, objects.length - ready);
      }
    });
  }

  call({ operation, status }: CallReport): void {
    this.#calls.inc({ operation, status: String(status ?? "none") });
  }

  change(kind: string, { action }: Pick<Change, "action">): void {
    this.#changes.inc({ kind, action });
  }

  drifted(kind: string): void {
    this.#drift.inc({ kind });
  }

  becameReady(kind: string, seconds: number): void {
    this.#toReady.observe({ kind }, seconds);
  }
}
