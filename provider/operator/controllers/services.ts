import type { Clock } from "../../atlas/clock";
import type { Departures } from "../claims/departures";
import type { Cluster } from "../cluster/cluster";
import type { Changes } from "../connection-secrets/changes";
import type { Deployments } from "../connection-secrets/deployments";
import type { Rollouts } from "../connection-secrets/rollouts";
import type { Clients } from "../credentials/clients";
import type { OperatorMetrics } from "../metrics/metrics";
import type { Predecessor } from "../predecessor/predecessor";
import type { EventRecorder, ObjectKey } from "../runtime";

/** How the operator is to behave, where people have a choice. */
export interface Behaviour {
  /** Whether what is in Atlas stays when its object goes and says nothing about it. */
  deletionProtection: boolean;
  /** Milliseconds after which an object whose project is not declared here is looked at again. */
  independentSyncMs: number;
  /** Whether Atlas is the one for governments, which lacks some kinds. */
  government: boolean;
}

/** What every pass works with. */
export interface Services {
  cluster: Cluster;
  clients: Clients;
  events: EventRecorder;
  metrics: OperatorMetrics;
  /** Whether another operator acts on the same objects. */
  predecessor: Predecessor;
  /** Secret with the operator's own credentials. */
  globalSecret: ObjectKey;
  behaviour: Behaviour;
  /** What connection secrets are made from and wait for. */
  deployments: Deployments;
  rollouts: Rollouts;
  changes: Changes;
  departures: Departures;
  /** Atlas's clock: tests let it run fast. */
  clock: Clock;
  /** How many milliseconds of Atlas's clock pass in one. */
  timeScale: number;
}

/** Milliseconds of this machine in which so many pass on Atlas's clock. */
export const realMs = ({ timeScale }: Services, ms: number): number => Math.ceil(ms / timeScale);
