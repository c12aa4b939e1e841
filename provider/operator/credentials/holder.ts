import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../../sdk/model/kinds";
import type { Cluster } from "../cluster/cluster";
import type { ManagedObject } from "../cluster/managed-object";
import { secretThing } from "../cluster/references";
import { SECRETS, type Secret } from "../cluster/secret";
import type { Pace } from "../controllers/kind-controller";
import type { Services } from "../controllers/services";
import { atlasIdOf } from "../ownership/applied";
import {
  addFinalizer,
  type Controller,
  controller,
  editorOf,
  hasFinalizer,
  type ObjectKey,
  removeFinalizer,
  type Trigger,
  watching,
} from "../runtime";
import { isNeeded, secretsNeeded, secretsRemembered, secretsThrough } from "./needs";

/** On Secrets with which something must still be deleted in Atlas. */
export const CREDENTIALS_FINALIZER = "atlas-iac/credentials-in-use";

/**
 * Keeps Secrets with credentials for as long as they are needed to delete something: when a namespace is deleted, Kubernetes deletes
 * what is in it in no order, and without its Secret a project could not be deleted in Atlas. The operator's own Secret is not held.
 */
export function credentialsHolder(services: Services, pace: Pace): Controller {
  const { cluster } = services;
  // What was once needed may be held still, though it is not followed any more.
  const asked = new Set<ObjectKey>();
  const triggers = cluster.kinds.flatMap((kind) => [...onNeed(kind, services), ...onProject(kind, services)]);
  return controller({
    name: "credentials",
    source: cluster.secrets,
    triggers: triggers.map((trigger) => noting(asked, trigger)),
    reconcile: async (key, { signal }) => {
      const secret = cluster.secrets.store.get(key);
      if (secret) await hold(services, secret, key, signal);
      else if (asked.has(key) || isNamed(cluster, key)) await letGo(services, key, signal);
      return {};
    },
    ...pace,
  });
}

async function hold(services: Services, secret: Secret, key: ObjectKey, signal: AbortSignal): Promise<void> {
  const { secrets } = services.cluster;
  if (isNeeded(services, key)) await addFinalizer(secrets, secret, CREDENTIALS_FINALIZER, { signal });
  else if (hasFinalizer(secret, CREDENTIALS_FINALIZER)) {
    await removeFinalizer(secrets, secret, CREDENTIALS_FINALIZER, { signal });
  }
}

/** A Secret that is not followed, as one that has lost its label, is not taken hold of; one that is held is let go as any other. */
async function letGo(services: Services, key: ObjectKey, signal: AbortSignal): Promise<void> {
  const { cluster } = services;
  if (isNeeded(services, key)) return;
  const secret = await cluster.anySecret(key, signal);
  if (!secret || secret === "forbidden" || !hasFinalizer(secret, CREDENTIALS_FINALIZER)) return;
  await removeFinalizer(editorOf(cluster.kube, SECRETS), secret, CREDENTIALS_FINALIZER, { signal });
}

const isNamed = (cluster: Cluster, key: ObjectKey): boolean =>
  cluster.kinds.some((kind) => cluster.referrers(kind, secretThing(key)).length > 0);

/** An object began or ceased to need its Secret. */
function onNeed(kind: KindName, services: Services): Trigger[] {
  const source = services.cluster.source(kind);
  if (!source) return [];
  const secretsOf = (object: ManagedObject | undefined): ObjectKey[] =>
    object ? secretsNeeded(services, kind, object) : [];
  return [
    {
      source,
      subscribe: (add, onError) => {
        // Which they had when they were last seen, in an earlier life.
        for (const object of source.store.list()) add(secretsRemembered(object));
        return source.subscribe(({ before, after }) => {
          try {
            const [was, is] = [secretsOf(before), secretsOf(after)];
            if (!isDeepStrictEqual(was, is)) add([...was, ...is]);
            if (!before && after) add(secretsRemembered(after));
          } catch (error) {
            onError(error);
          }
        });
      },
    },
  ];
}

/** What is in a project, or is named by one, came to need another Secret with it, though nothing of its own changed. */
function onProject(kind: KindName, services: Services): Trigger[] {
  const source = kind === "AtlasProject" ? services.cluster.source(kind) : undefined;
  if (!source) return [];
  const seen = (project: ManagedObject): unknown => [
    project.metadata.uid,
    project.metadata.generation,
    atlasIdOf(project),
  ];
  return [
    watching(
      source,
      (project) => secretsThrough(services, project),
      (before, after) => !isDeepStrictEqual(seen(before), seen(after)),
    ),
  ];
}

/** Notes also for what a trigger calls. */
const noting = (asked: Set<ObjectKey>, { source, subscribe }: Trigger): Trigger => ({
  source,
  subscribe: (add, onError) =>
    subscribe((keys) => {
      const called = [...keys];
      for (const key of called) asked.add(key);
      add(called);
    }, onError),
});
