import type { KindName } from "../../../sdk/model/kinds";
import { type Controller, controller, type Scope } from "../runtime";
import { reconcilerOf } from "./reconcile";
import type { Services } from "./services";
import { triggersOf } from "./triggers";

/** How fast the controllers work. Times in milliseconds of this machine. */
export interface Pace {
  /** Passes at once, for each kind. */
  concurrency: number;
  /** First and longest wait of an object whose passes fail. */
  backoff: { firstMs: number; maxMs: number };
  /** A look at every object though nothing changed. */
  resyncMs: number;
  /** Only objects in these namespaces; all when absent. */
  scope?: Scope;
}

/** Looks after all objects of one kind. Nothing when the cluster has no such kind. */
export function kindController(kind: KindName, services: Services, pace: Pace): Controller | undefined {
  const { cluster } = services;
  const source = cluster.source(kind);
  if (!source) return undefined;
  return controller({
    name: kind.toLowerCase(),
    source,
    triggers: triggersOf(kind, services),
    reconcile: reconcilerOf(kind, source, services),
    ...pace,
  });
}
