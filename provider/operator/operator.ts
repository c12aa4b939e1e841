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
import { type Controller, runOperator } from "./runtime";

/**
 * Runs the operator until `stop`: every object of every kind that is handled is made true in Atlas.
 *
 * @throws NoGlobalSecretError, ListenError, KubeApiError, KubeUnreachableError before it works; LeadershipLostError when it must end
 */
export async function startOperator(options: OperatorOptions, stop: AbortSignal): Promise<void> {
  const assembly = await assemble(options, stop).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  if (!assembly) return;
  const { kube, telemetry, services, databases } = assembly;
  const { namespace, watchNamespaces, identity, leaseTiming, drainMs, graceMs } = options;
  const { metricsAddress, probeAddress, onListening } = options;
  try {
    telemetry.log.info({ kinds: services.cluster.kinds, namespaces: watchNamespaces ?? "all" }, "looking after");
    const lease = options.leaderElection ? { namespace, name: LEASE_NAME } : undefined;
    const shards = [{ name: "all", controllers: controllersOf(assembly, paceOf(options)), lease }];
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

function controllersOf({ services, databases }: Assembly, pace: Pace): Controller[] {
  return [
    ...handledKinds.flatMap((kind) => kindController(kind, services, pace) ?? []),
    ...embeddedKinds.flatMap((kind) => embeddedController(kind, services, pace) ?? []),
    credentialsHolder(services, pace),
    services.predecessor.watch("predecessor"),
    ...databaseControllers(services, databases, pace),
  ];
}

/** Nothing of databases is followed where there can be no objects of theirs. */
function databaseControllers({ cluster }: Services, databases: DatabaseServices, pace: Pace): Controller[] {
  const controllers = databaseKindNames.flatMap((kind) => databaseController(kind, cluster, databases, pace) ?? []);
  return controllers.length > 0 ? [...controllers, databases.predecessor.watch("database-predecessor")] : [];
}

function paceOf({ concurrency = 5, backoff, resyncMs = 3 * 3_600_000 }: OperatorOptions): Pace {
  return { concurrency, backoff: backoff ?? { firstMs: 500, maxMs: 60_000 }, resyncMs };
}
