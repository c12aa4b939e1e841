import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { handledKinds } from "../kinds/registry";
import { databaseKindNames } from "../kinds/sql/names";
import { type Assembly, assemble } from "./assemble";
import { embeddedKinds } from "./cluster/references";
import { embeddedController } from "./controllers/embedded-controller";
import { kindController, type Pace } from "./controllers/kind-controller";
import type { Services } from "./controllers/services";
import { credentialsHolder } from "./credentials/holder";
import { databaseController } from "./databases/controller";
import type { DatabaseServices } from "./databases/services";
import type { OperatorOptions } from "./options";
import { IDENTITY_PREFIX, LEASE_NAME } from "./predecessor/predecessor";
import { type Controller, runOperator, type Shard } from "./runtime";
import { leaseNameOf, Shards, termsOf } from "./shards/shards";

/**
 * Runs the operator until `stop`: every object of every kind that is handled is made true in Atlas.
 *
 * @throws CredentialsError, NoGlobalSecretError, ListenError, KubeApiError, KubeUnreachableError before it works; LeadershipLostError
 *   when it must end
 */
export async function startOperator(options: OperatorOptions, stop: AbortSignal): Promise<void> {
  const assembly = await assemble(options, stop).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  if (!assembly) return;
  const { kube, telemetry, services, databases } = assembly;
  const { watchNamespaces, identity, leaseTiming, drainMs, graceMs } = options;
  const { metricsAddress, probeAddress, onListening } = options;
  try {
    telemetry.log.info({ kinds: services.cluster.kinds, namespaces: watchNamespaces ?? "all" }, "looking after");
    const shards = shardsOf(assembly, options);
    const { events } = services;
    const timing = {
      identity: `${IDENTITY_PREFIX}${identity ?? `${hostname()}_${randomUUID()}`}`,
      leaseTiming,
      drainMs,
      graceMs,
    };
    const ready = {
      predecessor: () => services.predecessor.acting,
      "database-predecessor": () => databases.predecessor.acting,
    };
    const addresses = { metricsAddress, probeAddress, onListening };
    await runOperator({ kube, telemetry, shards, events, ready, ...timing, ...addresses }, stop);
  } finally {
    await databases.worker.stop();
    kube.close();
  }
}

/** All objects in one shard, or those of each shard in one. */
function shardsOf(assembly: Assembly, options: OperatorOptions): Shard[] {
  const { namespace, leaderElection, shards: names = [], shardRestMs: restMs, watchTuning: tuning } = options;
  const lease = (name: string) => (leaderElection ? { namespace, name } : undefined);
  const pace = paceOf(options);
  const terms = termsOf(namespace, names);
  if (names.length === 0) {
    return [{ name: "all", controllers: controllersOf(assembly, pace), lease: lease(LEASE_NAME), terms }];
  }
  const shards = new Shards(assembly.kube, { names, restMs, tuning });
  return shards.names.map((name) => ({
    name,
    controllers: controllersOf(assembly, { ...pace, scope: shards.scope(name) }, `@${name}`),
    lease: lease(leaseNameOf(name)),
    terms,
  }));
}

function controllersOf({ services, databases }: Assembly, pace: Pace, suffix = ""): Controller[] {
  return [
    ...handledKinds.flatMap((kind) => kindController(kind, services, pace) ?? []),
    ...embeddedKinds.flatMap((kind) => embeddedController(kind, services, pace) ?? []),
    credentialsHolder(services, pace),
    services.predecessor.watch(`predecessor${suffix}`),
    ...databaseControllers(services, databases, pace, suffix),
  ];
}

/** Nothing of databases is followed where there can be no objects of theirs. */
function databaseControllers(
  { cluster }: Services,
  databases: DatabaseServices,
  pace: Pace,
  suffix: string,
): Controller[] {
  const controllers = databaseKindNames.flatMap((kind) => databaseController(kind, cluster, databases, pace) ?? []);
  return controllers.length > 0 ? [...controllers, databases.predecessor.watch(`database-predecessor${suffix}`)] : [];
}

function paceOf({ concurrency = 5, backoff, resyncMs = 3 * 3_600_000 }: OperatorOptions): Pace {
  return { concurrency, backoff: backoff ?? { firstMs: 500, maxMs: 60_000 }, resyncMs };
}
