import type { KubeConfig } from "@kubernetes/client-node";
import { Redactor } from "../atlas";
import { type Clock, fastClock, systemClock } from "../atlas/clock";
import { handledKinds } from "../kinds/registry";
import { Cluster } from "./cluster/cluster";
import { installedKinds } from "./cluster/installed-kinds";
import { embeddedKinds } from "./cluster/references";
import { Changes } from "./connection-secrets/changes";
import { Deployments } from "./connection-secrets/deployments";
import { Rollouts } from "./connection-secrets/rollouts";
import { embeddedController } from "./controllers/embedded-controller";
import { kindController, type Pace } from "./controllers/kind-controller";
import type { Services } from "./controllers/services";
import { Clients } from "./credentials/clients";
import { globalSecretOf, type OperatorIdentity } from "./credentials/global-secret";
import { credentialsHolder } from "./credentials/holder";
import {
  createLog,
  EventRecorder,
  KubeClient,
  type LeaseTiming,
  type Logger,
  RuntimeMetrics,
  runOperator,
  type WatchTuning,
} from "./runtime";

/** Upstream's Lease: while one of its operators holds it, ours does not lead, and the other way round. */
export const LEASE_NAME = "06d035fb.mongodb.com";
const FIELD_MANAGER = "atlas-iac-operator";

/** How an operator is run. Times are in milliseconds of this machine. */
export interface OperatorOptions extends OperatorIdentity {
  /** The cluster, and as whom. */
  config: KubeConfig;
  /** Scheme and host of Atlas. Default https://cloud.mongodb.com. */
  atlasDomain?: string;
  /** Only objects in these namespaces; all when absent. */
  watchNamespaces?: readonly string[];
  /** Whether what is in Atlas stays when its object is deleted and says nothing about it. Default true. */
  deletionProtection?: boolean;
  /** How often an object whose project is not declared in the cluster is looked at. Default 15 minutes. */
  independentSyncMs?: number;
  /** How often every object is looked at though nothing changed. Default 3 hours. */
  resyncMs?: number;
  /** Passes at once for each kind. Default 5. */
  concurrency?: number;
  /** First and longest wait of an object whose passes fail. Default half a second and a minute. */
  backoff?: { firstMs: number; maxMs: number };
  /** Stands for election, so that of several replicas one acts. Default false. */
  leaderElection?: boolean;
  leaseTiming?: Partial<LeaseTiming>;
  /** Name in the Lease. Default the pod's name and something random. */
  identity?: string;
  /** Where /metrics is served, as `:8080`; nowhere when absent. */
  metricsAddress?: string;
  /** Where /healthz and /readyz are served, as `:8081`; nowhere when absent. */
  probeAddress?: string;
  log?: Logger;
  watchTuning?: Partial<WatchTuning>;
  /** Milliseconds of Atlas's clock in one of this machine: for a simulated Atlas in a hurry. Default 1. */
  timeScale?: number;
  onListening?: (ports: { metrics?: number; probes?: number }) => void;
}

/**
 * Runs the operator until `stop`: every object of every kind that is handled is made true in Atlas.
 *
 * @throws NoGlobalSecretError, ListenError, KubeApiError, KubeUnreachableError before it works; LeadershipLostError when it must end
 */
export async function startOperator(options: OperatorOptions, stop: AbortSignal): Promise<void> {
  const redactor = new Redactor();
  const log = options.log ?? createLog({ redact: (line) => redactor.text(line) });
  const telemetry = { log, metrics: new RuntimeMetrics() };
  const { config, namespace, watchNamespaces: namespaces, timeScale = 1 } = options;
  const kube = new KubeClient({ config, fieldManager: FIELD_MANAGER, metrics: telemetry.metrics });
  try {
    const kinds = await installedKinds(kube, [...handledKinds, ...embeddedKinds], namespaces?.[0] ?? namespace, stop);
    const cluster = new Cluster({ kube, kinds, namespaces, tuning: options.watchTuning });
    const clock = timeScale === 1 ? systemClock : fastClock(timeScale);
    const events = new EventRecorder(kube, log, {
      controller: "mongodb.com/atlas-iac-operator",
      redact: (text) => redactor.text(text),
    });
    const services: Services = {
      cluster,
      clients: new Clients(cluster, clientDefaults(options, redactor, clock)),
      events,
      globalSecret: globalSecretOf(options),
      behaviour: behaviourOf(options),
      deployments: new Deployments(cluster, clock),
      rollouts: new Rollouts(clock),
      changes: new Changes(clock),
      clock,
      timeScale,
    };
    const pace = paceOf(options);
    const controllers = [
      ...handledKinds.flatMap((kind) => kindController(kind, services, pace) ?? []),
      ...embeddedKinds.flatMap((kind) => embeddedController(kind, services, pace) ?? []),
      credentialsHolder(services, pace),
    ];
    log.info({ kinds, namespaces: namespaces ?? "all" }, "looking after");
    const lease = options.leaderElection ? { namespace, name: LEASE_NAME } : undefined;
    const { identity, leaseTiming, metricsAddress, probeAddress, onListening } = options;
    const shards = [{ name: "all", controllers, lease }];
    await runOperator(
      { kube, telemetry, shards, events, identity, leaseTiming, metricsAddress, probeAddress, onListening },
      stop,
    );
  } finally {
    kube.close();
  }
}

/** How long a list that was read answers for its members: long enough for a resync to ask once for hundreds of users. */
const shareReadsMs = 5_000;

const clientDefaults = ({ atlasDomain }: OperatorOptions, redactor: Redactor, clock: Clock) => ({
  ...(atlasDomain !== undefined && { baseUrl: atlasDomain, baseUrlFrom: "--atlas-domain" }),
  shareReadsMs,
  redactor,
  clock,
});

function behaviourOf({ deletionProtection = true, independentSyncMs = 900_000, atlasDomain }: OperatorOptions) {
  return { deletionProtection, independentSyncMs, government: isGovernment(atlasDomain) };
}

const isGovernment = (domain: string | undefined): boolean =>
  domain !== undefined && URL.canParse(domain) && new URL(domain).hostname.endsWith("mongodbgov.com");

function paceOf({ concurrency = 5, backoff, resyncMs = 3 * 3_600_000 }: OperatorOptions): Pace {
  return { concurrency, backoff: backoff ?? { firstMs: 500, maxMs: 60_000 }, resyncMs };
}
