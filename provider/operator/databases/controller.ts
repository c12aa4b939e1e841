import type { DatabaseKindName } from "../../kinds/sql/registry";
import type { Cluster } from "../cluster/cluster";
import type { Pace } from "../controllers/kind-controller";
import { type Controller, controller } from "../runtime";
import { databaseReconciler } from "./reconcile";
import type { DatabaseServices } from "./services";

/** A day: building an index on a large table takes hours, and what is cut short has to begin again. */
const PASS_MS = 86_400_000;

/** Looks after all objects of a kind of databases. Nothing when the cluster has no such kind. */
export function databaseController(
  kind: DatabaseKindName,
  cluster: Cluster,
  services: DatabaseServices,
  pace: Pace,
): Controller | undefined {
  const source = cluster.source(kind);
  if (!source) return undefined;
  return controller({
    name: kind.toLowerCase(),
    source,
    triggers: services.data.triggers(kind, cluster),
    reconcile: databaseReconciler(kind, source, services),
    timeoutMs: PASS_MS,
    ...pace,
  });
}
