import type { KubeConfig } from "@kubernetes/client-node";
import type { OperatorIdentity } from "./credentials/global-secret";
import type { DatabaseOptions } from "./databases/options";
import type { LeaseTiming, Logger, WatchTuning } from "./runtime";

/** How an operator is run. Times are in milliseconds of this machine. */
export interface OperatorOptions extends OperatorIdentity {
  /** The cluster, and as whom. */
  config: KubeConfig;
  /** Scheme and host of Atlas. Default https://cloud.mongodb.com. */
  atlasDomain?: string;
  /** Only objects in these namespaces; all when absent. */
  watchNamespaces?: readonly string[];
  /**
   * Names of shards beside the default one: namespaces labelled `atlas-iac/shard` with one of them are looked after in its name, under
   * a Lease of its own, so that several replicas share the work. Needs the right to follow namespaces.
   */
  shards?: readonly string[];
  /** How long a namespace is left alone that goes from one shard to another. Default 15 seconds; less is for tests: the other may hear of it 13 later. */
  shardRestMs?: number;
  /** Whether what is in Atlas stays when its object is deleted and says nothing about it. Default true. */
  deletionProtection?: boolean;
  /** How often an object whose project is not declared in the cluster is looked at. Default 15 minutes. */
  independentSyncMs?: number;
  /** How AtlasSchema and AtlasMigration are looked after. */
  databases?: DatabaseOptions;
  /** How often every object is looked at though nothing changed. Default 3 hours. */
  resyncMs?: number;
  /** Passes at once for each kind. Default 5. */
  concurrency?: number;
  /** First and longest wait of an object whose passes fail. Default half a second and a minute. */
  backoff?: { firstMs: number; maxMs: number };
  /** Stands for election, so that of several replicas one acts. Default false. */
  leaderElection?: boolean;
  leaseTiming?: Partial<LeaseTiming>;
  /** Name in the Lease, after a prefix that tells ours from upstream's. Default the pod's name and something random. */
  identity?: string;
  /** When told to stop, what runs has so long to finish. Default 20 seconds. */
  drainMs?: number;
  /** And so long beyond that to say how far it came. Default 5 seconds. */
  graceMs?: number;
  /** Where /metrics is served, as `:8080`; nowhere when absent. */
  metricsAddress?: string;
  /** Where /healthz and /readyz are served, as `:8081`; nowhere when absent. */
  probeAddress?: string;
  log?: Logger;
  /** Least that is logged, where `log` is absent. */
  logLevel?: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  watchTuning?: Partial<WatchTuning>;
  /** Milliseconds of Atlas's clock in one of this machine: for a simulated Atlas in a hurry. Default 1. */
  timeScale?: number;
  onListening?: (ports: { metrics?: number; probes?: number }) => void;
}
