import type { DatabaseKindName } from "../../kinds/sql/registry";
import type { ManagedSource } from "../cluster/cluster";
import { ObjectGoneError } from "../controllers/errors";
import { lookAgainMs, standBack } from "../controllers/stand-back";
import { Subject } from "../controllers/subject";
import { isBeingDeleted, KubeApiError, KubeUnreachableError, type Reconcile } from "../runtime";
import { DatabasePass } from "./pass";
import type { DatabaseServices } from "./services";

/**
 * Passes over the objects of a kind of databases. What keeps one from its end is told in the object's conditions, and says when there
 * is to be another; only what is wrong with the cluster itself is left to the queue.
 */
export function databaseReconciler(
  kind: DatabaseKindName,
  source: ManagedSource,
  services: DatabaseServices,
): Reconcile {
  return async (key, context) => {
    const object = source.store.get(key);
    // Nothing of a database is undone when its object goes, as with upstream: no finalizer holds it.
    if (!object || isBeingDeleted(object)) {
      services.inputs[kind].forget(key);
      services.unclean.delete(`${kind} ${key}`);
      return {};
    }
    const subject = new Subject(kind, source, object, context);
    const pass = new DatabasePass(kind, subject, services);
    try {
      const { acting, known } = services.predecessor;
      if (!known) return { requeueAfterMs: lookAgainMs };
      if (acting !== undefined) return await standBack(subject, acting);
      return await pass.run().catch((error: unknown) => {
        const elsewhere = error instanceof KubeApiError || error instanceof KubeUnreachableError;
        if (elsewhere || error instanceof ObjectGoneError || subject.signal.aborted) throw error;
        return pass.fail(error);
      });
    } catch (error) {
      if (error instanceof ObjectGoneError) return {};
      throw error;
    }
  };
}
