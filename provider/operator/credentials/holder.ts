import { isDeepStrictEqual } from "node:util";
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
  isBeingDeleted,
  type ObjectKey,
  type Result,
  removeFinalizer,
  type Trigger,
} from "../runtime";
import { formerPlaces } from "./former";
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
      return object !== undefined && secretsNeeded(services, kind, object).includes(key);
    }),
  );
}

/** With what the object is to be deleted in Atlas, sooner or later, and what it has in a project that it no longer names. */
function secretsNeeded(
  { cluster, globalSecret, behaviour }: Services,
  kind: KindName,
  object: ManagedObject,
): ObjectKey[] {
  const skipped = policyOf(object.metadata.annotations).reconciliation === "skip";
  const isDeleted = fateOf(object, behaviour.deletionProtection) === "delete";
  if (!isHeld(object) || skipped || (isBeingDeleted(object) && !isDeleted)) return [];
  const places = [
    ...(isDeleted ? [credentialsPlace(cluster, kind, object, globalSecret)] : []),
    // Whatever the policy: a thing that moves leaves its old project.
    ...formerPlaces(cluster, kind, object, globalSecret),
  ];
  return places.filter(({ barred }) => barred === undefined).map(({ secret }) => secret);
}

/** An object began or ceased to need its Secret. */
function onNeed(kind: KindName, services: Services): Trigger[] {
  const source = services.cluster.source(kind);
  if (!source) return [];
  const secretsOf = (object: ManagedObject | undefined): ObjectKey[] =>
    object ? secretsNeeded(services, kind, object) : [];
  return [
    {
      source,
      subscribe: (add, onError) =>
        source.subscribe(({ before, after }) => {
          try {
            const [was, is] = [secretsOf(before), secretsOf(after)];
            if (!isDeepStrictEqual(was, is)) add([...was, ...is]);
          } catch (error) {
            onError(error);
          }
        }),
    },
  ];
}
