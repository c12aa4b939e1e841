import { type CallReport, normaliseBaseUrl, Redactor } from "../atlas";
import { type Clock, fastClock, systemClock } from "../atlas/clock";
import { handledKinds } from "../kinds/registry";
import { databaseKindNames } from "../kinds/sql/names";
import { Departures } from "./claims/departures";
import { Cluster } from "./cluster/cluster";
import { installedKinds } from "./cluster/installed-kinds";
import { embeddedKinds } from "./cluster/references";
import { Changes } from "./connection-secrets/changes";
import { Deployments } from "./connection-secrets/deployments";
import { Rollouts } from "./connection-secrets/rollouts";
import { isGovernment } from "./controllers/government";
import type { Behaviour, Services } from "./controllers/services";
import { Clients } from "./credentials/clients";
import { globalSecretOf } from "./credentials/global-secret";
import { assembleDatabases } from "./databases/assemble";
import type { DatabaseServices } from "./databases/services";
import { OperatorMetrics } from "./metrics/metrics";
import type { OperatorOptions } from "./options";
import { mongoDbOperator, Predecessor } from "./predecessor/predecessor";
import { createLog, EventRecorder, KubeClient, RuntimeMetrics, type Telemetry } from "./runtime";

const ATLAS_DOMAIN = "--atlas-domain";
const FIELD_MANAGER = "atlas-iac-operator";
const EVENT_SOURCE = "mongodb.com/atlas-iac-operator";
/** How long a list that was read answers for its members: long enough for a resync to ask once for hundreds of users. */
const shareReadsMs = 5_000;

/** What an operator works with, before it works. */
export interface Assembly {
  kube: KubeClient;
  telemetry: Telemetry;
  services: Services;
  databases: DatabaseServices;
}

/**
 * Asks the cluster which kinds it has, and puts everything together.
 * @throws CredentialsError, NoGlobalSecretError, KubeApiError, KubeUnreachableError
 */
export async function assemble(options: OperatorOptions, stop: AbortSignal): Promise<Assembly> {
  const { atlasDomain } = options;
  // Said once and at once, not by every object.
  if (atlasDomain !== undefined) normaliseBaseUrl(atlasDomain, ATLAS_DOMAIN, false);
  const redactor = new Redactor();
  const log = options.log ?? createLog({ level: options.logLevel, redact: (line) => redactor.text(line) });
  const telemetry = { log, metrics: new RuntimeMetrics() };
  const { config, namespace, watchNamespaces: namespaces, timeScale = 1 } = options;
  const globalSecret = globalSecretOf(options);
  // A new object takes five writes: of a thousand, none waits much longer for the API server than for Atlas.
  const limits = { qps: 200, burst: 400 };
  const kube = new KubeClient({ config, fieldManager: FIELD_MANAGER, metrics: telemetry.metrics, limits });
  try {
    const all = [...handledKinds, ...embeddedKinds, ...databaseKindNames];
    const kinds = await installedKinds(kube, all, namespaces?.[0] ?? namespace, stop);
    const missing = all.filter((kind) => !kinds.includes(kind));
    if (missing.length > 0) log.warn({ missing }, "the cluster has no definitions of these kinds: they are not served");
    const selector = options.databases?.labelSelector;
    const labelSelectors = { AtlasSchema: selector, AtlasMigration: selector };
    const cluster = new Cluster({ kube, kinds, namespaces, globalSecret, labelSelectors, tuning: options.watchTuning });
    const clock = timeScale === 1 ? systemClock : fastClock(timeScale);
    const redact = (text: string): string => redactor.text(text);
    const metrics = new OperatorMetrics(telemetry.metrics);
    metrics.count(cluster);
    const events = new EventRecorder(kube, log, { controller: EVENT_SOURCE, redact });
    const services: Services = {
      cluster,
      clients: new Clients(cluster, clientDefaults(options, redactor, clock, metrics)),
      metrics,
      predecessor: new Predecessor(kube, namespaces && [...new Set([...namespaces, namespace])], mongoDbOperator),
      events,
      globalSecret,
      behaviour: behaviourOf(options),
      deployments: new Deployments(cluster, clock),
      rollouts: new Rollouts(clock),
      changes: new Changes(clock),
      departures: new Departures(() => clock.now()),
      clock,
      timeScale,
    };
    return { kube, telemetry, services, databases: assembleDatabases(options, { kube, events, metrics }) };
  } catch (error) {
    kube.close();
    throw error;
  }
}

const clientDefaults = (
  { atlasDomain }: OperatorOptions,
  redactor: Redactor,
  clock: Clock,
  metrics: OperatorMetrics,
) => ({
  ...(atlasDomain !== undefined && { baseUrl: atlasDomain, baseUrlFrom: ATLAS_DOMAIN }),
  shareReadsMs,
  looksAround: true,
  redactor,
  clock,
  onCall: (report: CallReport) => metrics.call(report),
});

const behaviourOf = ({
  deletionProtection = true,
  independentSyncMs = 900_000,
  atlasDomain = "",
}: OperatorOptions): Behaviour => ({
  deletionProtection,
  independentSyncMs,
  government: isGovernment(atlasDomain),
});
