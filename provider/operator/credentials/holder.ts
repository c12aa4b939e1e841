import type { KindName } from "../../../sdk/model/kinds";
import { policyOf } from "../../../sdk/model/object-policy";
import type { ManagedObject } from "../cluster/managed-object";
import type { Pace } from "../controllers/kind-controller";
import type { Services } from "../controllers/services";
import { usersOfSecret } from "../controllers/triggers";
import { fateOf } from "../ownership/fate";
import { isHeld } from "../ownership/finalizers";
import {
  addFinalizer,
  type Controller,
  controller,
  hasFinalizer,
  type ObjectKey,
  type Result,
  removeFinalizer,
  type Trigger,
} from "../runtime";
import { credentialsPlace } from "./place";

/** On Secrets with which something must still be deleted in Atlas. */
export const CREDENTIALS_FINALIZER = "atlas-iac/credentials-in-use";

/**
 * Keeps Secrets with credentials for as long as they are needed to delete something: when a namespace is deleted, Kubernetes deletes
 * what is in it in no order, and without its Secret a project could not be deleted in Atlas. The operator's own Secret is not held.
 */
export function credentialsHolder(services: Services, pace: Pace): Controller {
  const { cluster } = services;
  return controller({
    name: "credentials",
    source: cluster.secrets,
    triggers: cluster.kinds.flatMap((kind) => onNeed(kind, services)),
    reconcile: (key, { signal }) => hold(services, key, signal),
    ...pace,
  });
}

async function hold(services: Services, key: ObjectKey, signal: AbortSignal): Promise<Result> {
  const { secrets } = services.cluster;
  const secret = secrets.store.get(key);
  if (!secret) return {};
  const needed = isNeeded(services, key);
  if (needed) await addFinalizer(secrets, secret, CREDENTIALS_FINALIZER, { signal });
  else if (hasFinalizer(secret, CREDENTIALS_FINALIZER)) {
    await removeFinalizer(secrets, secret, CREDENTIALS_FINALIZER, { signal });
  }
  return {};
}

function isNeeded(services: Services, key: ObjectKey): boolean {
  const { cluster, globalSecret } = services;
  if (key === globalSecret) return false;
  return cluster.kinds.some((kind) =>
    usersOfSecret(kind, cluster, key).some((user) => {
      const object = cluster.get(kind, user);
      return object !== undefined && needsSecret(services, object) && secretOf(services, kind, object) === key;
    }),
  );
}

/** Whether the object is to be deleted in Atlas, sooner or later, and may have something there. */
function needsSecret({ behaviour }: Services, object: ManagedObject): boolean {
  const skipped = policyOf(object.metadata.annotations).reconciliation === "skip";
  return isHeld(object) && !skipped && fateOf(object, behaviour.deletionProtection) === "delete";
}

const secretOf = ({ cluster, globalSecret }: Services, kind: KindName, object: ManagedObject): ObjectKey =>
  credentialsPlace(cluster, kind, object, globalSecret).secret;

/** An object began or ceased to need its Secret. */
function onNeed(kind: KindName, services: Services): Trigger[] {
  const source = services.cluster.source(kind);
  if (!source) return [];
  const secretsOf = (object: ManagedObject | undefined): ObjectKey[] =>
    object && needsSecret(services, object) ? [secretOf(services, kind, object)] : [];
  return [
    {
      source,
      subscribe: (add, onError) =>
        source.subscribe(({ before, after }) => {
          try {
            const [was, is] = [secretsOf(before), secretsOf(after)];
            if (was[0] !== is[0]) add([...was, ...is]);
          } catch (error) {
            onError(error);
          }
        }),
    },
  ];
}
