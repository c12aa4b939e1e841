import type { KubeObject, ObjectKey } from "../kube/object";
import { describeError } from "../process/log";
import type { RuntimeMetrics } from "../process/metrics";
import type { Telemetry } from "../process/telemetry";
import { type QueueObserver, WorkQueue } from "../queue/work-queue";
import { aborted, type Backoff } from "../time";
import type { AnySource, Source } from "../watch/source";
import type { Lifetime } from "./lifetime";
import { type Reconcile, runPass } from "./pass";
import type { Scope } from "./scope";
import { changesOf, type Trigger } from "./trigger";

export interface ControllerSpec<T extends KubeObject, I extends string> {
  /** For logs and metrics: lower case, unique in the process. */
  name: string;
  /** The objects that it looks after. */
  source: Source<T, I>;
  reconcile: Reconcile;
  /** Whether a new version of an object calls for a pass. By default, whatever its status does not explain. */
  changed?: (before: T, after: T) => boolean;
  /** Other resources whose changes call for passes: see `watching`. */
  triggers?: readonly Trigger[];
  /** Only objects in these namespaces; all that the source follows when absent. */
  scope?: Scope;
  /** Passes at once; never two of one object. Default 5. */
  concurrency?: number;
  /** Time of a pass, in milliseconds. Default two minutes. */
  timeoutMs?: number;
  /** Beyond that, for writing the status. Default ten seconds. */
  graceMs?: number;
  /** A look at every object though nothing changed, so often, in milliseconds. Default three hours. */
  resyncMs?: number;
  /** Waits of an object whose passes fail. Default half a second doubling to a minute, without end. */
  backoff?: Backoff;
}

/** Looks after all objects of one resource. */
export interface Controller {
  readonly name: string;
  /** What must be followed for it. */
  readonly sources: readonly AnySource[];
  /** Works until its lifetime ends and every pass is over; can be run again afterwards. Never throws. */
  run(lifetime: Lifetime, telemetry: Telemetry): Promise<void>;
  /** For /healthz: a pass that neither ends nor heeds its signals needs a new process. */
  problem(): string | undefined;
}

export function controller<T extends KubeObject, I extends string = never>(spec: ControllerSpec<T, I>): Controller {
  const { source, scope, concurrency = 5, timeoutMs = 120_000, graceMs = 10_000, resyncMs = 3 * 3_600_000 } = spec;
  const backoff = spec.backoff ?? { firstMs: 500, maxMs: 60_000 };
  const name = scope ? `${spec.name}@${scope.name}` : spec.name;
  const entering = scope ? [scope.entering(source)] : [];
  const triggers = [changesOf(source, spec.changed), ...(spec.triggers ?? []), ...entering];
  const reconcile = scope?.within(spec.reconcile) ?? spec.reconcile;
  const isMine = (key: ObjectKey): boolean => scope?.has(key) ?? true;
  let queue: WorkQueue | undefined;

  const runTerm = async (lifetime: Lifetime, telemetry: Telemetry): Promise<void> => {
    const { metrics } = telemetry;
    const current = new WorkQueue({
      concurrency,
      backoff,
      observer: observe(name, metrics),
      run: (key) => {
        const generation = source.store.get(key)?.metadata.generation;
        return runPass({ controller: name, key, generation }, reconcile, { timeoutMs, graceMs }, lifetime, telemetry);
      },
    });
    queue = current;
    const log = telemetry.log.child({ controller: name });
    const unsubscribe = triggers.map((trigger) =>
      trigger.subscribe(
        (keys) => {
          for (const key of keys) if (isMine(key)) current.add(key);
        },
        (error) => log.error({ err: describeError(error), source: trigger.source.name }, "a change was not understood"),
      ),
    );
    const lookAtAll = (): void => {
      for (const key of source.store.keys()) if (isMine(key)) current.add(key, "background");
    };
    // A tenth of chance, so that processes started together do not resync together for ever.
    const resync = setInterval(lookAtAll, resyncMs * (0.95 + Math.random() / 10));
    const unscrape = metrics.beforeScrape(() => {
      metrics.longestRunning.set({ name, controller: name }, current.longestRunMs / 1000);
    });
    metrics.maxWorkers.set({ controller: name }, concurrency);
    lookAtAll();
    current.start();
    await aborted(lifetime.accepting);
    clearInterval(resync);
    for (const stop of unsubscribe) stop();
    await current.stop();
    unscrape();
  };

  return {
    name,
    sources: [...new Set(triggers.map((trigger) => trigger.source))],
    run: runTerm,
    problem: () => {
      // Twice its time: it was told to end long ago.
      const hangs = (queue?.longestRunMs ?? 0) > 2 * (timeoutMs + graceMs);
      return hangs ? "a pass hangs and heeds no signal" : undefined;
    },
  };
}

function observe(name: string, metrics: RuntimeMetrics): QueueObserver {
  const labels = { name, controller: name };
  return {
    added: () => metrics.queueAdds.inc(labels),
    retried: () => metrics.queueRetries.inc(labels),
    depth: (waiting) => metrics.queueDepth.set(labels, waiting),
    started: (waitedMs) => metrics.queueSeconds.observe(labels, waitedMs / 1000),
    finished: (workedMs) => metrics.workSeconds.observe(labels, workedMs / 1000),
  };
}
