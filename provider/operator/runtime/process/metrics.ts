import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** From a millisecond to a quarter of an hour; passes call services that take their time. */
const PASS_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900];
const WAIT_SECONDS = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900];

/**
 * What the runtime measures, under the names of controller-runtime and client-go, so that dashboards and alerts made for other
 * operators fit. One instance a process; what an operator measures beyond it registers on the same registry.
 */
export class RuntimeMetrics {
  readonly registry = new Registry();

  readonly reconciles = this.counter("controller_runtime_reconcile_total", "Passes by outcome", [
    "controller",
    "result",
  ]);
  readonly errors = this.counter("controller_runtime_reconcile_errors_total", "Passes that failed", ["controller"]);
  readonly terminalErrors = this.counter(
    "controller_runtime_terminal_reconcile_errors_total",
    "Passes that failed and are not tried again",
    ["controller"],
  );
  readonly panics = this.counter("controller_runtime_reconcile_panics_total", "Passes that failed by a defect", [
    "controller",
  ]);
  readonly timeouts = this.counter("controller_runtime_reconcile_timeouts_total", "Passes that ran out of time", [
    "controller",
  ]);
  readonly passSeconds = new Histogram({
    name: "controller_runtime_reconcile_time_seconds",
    help: "Length of a pass",
    labelNames: ["controller"],
    buckets: PASS_SECONDS,
    registers: [this.registry],
  });
  readonly activeWorkers = this.gauge("controller_runtime_active_workers", "Passes that run now", ["controller"]);
  readonly maxWorkers = this.gauge("controller_runtime_max_concurrent_reconciles", "Passes that may run at once", [
    "controller",
  ]);

  readonly queueDepth = this.gauge("workqueue_depth", "Keys that wait for a worker", ["name", "controller"]);
  readonly queueAdds = this.counter("workqueue_adds_total", "Keys added", ["name", "controller"]);
  readonly queueRetries = this.counter("workqueue_retries_total", "Keys added again after a failure", [
    "name",
    "controller",
  ]);
  readonly queueSeconds = new Histogram({
    name: "workqueue_queue_duration_seconds",
    help: "How long a key waited for a worker",
    labelNames: ["name", "controller"],
    buckets: WAIT_SECONDS,
    registers: [this.registry],
  });
  readonly workSeconds = new Histogram({
    name: "workqueue_work_duration_seconds",
    help: "How long a worker was busy with a key",
    labelNames: ["name", "controller"],
    buckets: PASS_SECONDS,
    registers: [this.registry],
  });
  readonly longestRunning = this.gauge(
    "workqueue_longest_running_processor_seconds",
    "How long the slowest pass has been running",
    ["name", "controller"],
  );

  readonly leading = this.gauge("leader_election_master_status", "1 while this process leads", ["name"]);

  readonly requests = this.counter("rest_client_requests_total", "Requests to the Kubernetes API", [
    "code",
    "method",
    "host",
  ]);

  readonly watchRestarts = this.counter("watch_restarts_total", "Watches opened anew, by cause", ["resource", "cause"]);
  readonly watchEvents = this.counter("watch_events_total", "Events received", ["resource"]);
  readonly lastEventAge = this.gauge("watch_last_event_age_seconds", "Time since a watch last heard anything", [
    "resource",
  ]);

  private readonly refreshers = new Set<() => void>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Has `refresh` called before every scrape: for gauges that grow with time. Returns how to stop it. */
  beforeScrape(refresh: () => void): () => void {
    this.refreshers.add(refresh);
    return () => this.refreshers.delete(refresh);
  }

  /** All metrics in Prometheus's text format. */
  async scrape(): Promise<string> {
    for (const refresh of this.refreshers) refresh();
    return this.registry.metrics();
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
