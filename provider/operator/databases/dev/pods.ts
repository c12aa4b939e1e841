import type { Subject } from "../../controllers/subject";
import { isForbidden, isInvalid, type KubeClient, type ObjectKey } from "../../runtime";
import { DevDatabaseRefusedError, DevDatabaseStartingError } from "../errors";
import type { DatabaseServices } from "../services";
import {
  DEPLOYMENTS,
  type Deployment,
  deploymentNames,
  deploymentOf,
  isOf,
  labelsOf,
  PODS,
  type Pod,
  runs,
  URL_TEMPLATE,
} from "./deployment";
import { obstacleOf } from "./obstacle";
import type { Wanted } from "./wanted";

type Needs = Pick<DatabaseServices, "kube" | "events">;

/** A dev database that can be reached. */
export interface DevDatabase {
  url: string;
  /** Key of its Deployment. */
  deployment: ObjectKey;
}

/**
 * The dev database that runs for an object; it is started where it does not.
 *
 * @throws DevDatabaseStartingError until its pod is ready, or while its names are taken; DevDatabaseRefusedError when the API server does
 * not take it
 */
export async function devDatabaseOf(subject: Subject, services: Needs, wanted: Wanted): Promise<DevDatabase> {
  const running = await assertRunning(subject, services, wanted);
  const { name } = running.metadata;
  const labelSelector = Object.entries(labelsOf(name, wanted.driver))
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
  const selection = { namespace: subject.namespace, labelSelector };
  const { items } = await services.kube.list(PODS, selection, { signal: subject.signal });
  const pod = items.find(isReady);
  const deployment = keyIn(subject, name);
  if (!pod) {
    const obstacle = obstacleOf(running, items);
    throw new DevDatabaseStartingError(`Deployment ${deployment} has no pod that is ready yet`, obstacle);
  }
  const url = onHost(pod.metadata.annotations?.[URL_TEMPLATE] ?? wanted.url, pod.status?.podIP ?? "");
  return { url, deployment };
}

/** Ends the pod until it is needed again. */
export async function restDevDatabase(subject: Subject, { kube, events }: Needs, key: ObjectKey): Promise<void> {
  await kube.mergePatch(DEPLOYMENTS, key, { spec: { replicas: 0 } }, { signal: subject.signal });
  events.normal(subject.object, { reason: "CleanUpDevDB", note: `Deployment ${key} was scaled to zero` });
}

/** Takes away what was started for an object that needs none any more. */
export async function endDevDatabase(subject: Subject, { kube, events }: Needs): Promise<void> {
  const { object, signal } = subject;
  const { ours: found } = await find(subject, kube);
  if (!found) return;
  const key = keyIn(subject, found.metadata.name);
  await kube.delete(DEPLOYMENTS, key, { uid: found.metadata.uid, signal });
  events.normal(object, { reason: "CleanUpDevDB", note: `Deployment ${key} was deleted: it is not needed any more` });
}

async function assertRunning(subject: Subject, { kube, events }: Needs, wanted: Wanted): Promise<Deployment> {
  const { object, signal } = subject;
  const { ours: found, free } = await find(subject, kube);
  if (!found) {
    if (free === undefined) throw namesTaken(subject);
    const title = `Deployment ${keyIn(subject, free)}`;
    await kube.create(DEPLOYMENTS, deploymentOf(free, object, wanted), { signal }).catch((error: unknown) => {
      throw isInvalid(error) || isForbidden(error) ? new DevDatabaseRefusedError(title, error) : error;
    });
    events.normal(object, { reason: "CreatedDevDB", note: `${title} was created` });
    throw new DevDatabaseStartingError(`${title} was created`);
  }
  const key = keyIn(subject, found.metadata.name);
  if (!runs(found, wanted)) {
    // What selects its pods cannot be changed.
    await kube.delete(DEPLOYMENTS, key, { uid: found.metadata.uid, signal });
    throw new DevDatabaseStartingError(`Deployment ${key} was of another kind, and is made anew`);
  }
  if (replicasOf(found) > 0) return found;
  await kube.mergePatch(DEPLOYMENTS, key, { spec: { replicas: 1 } }, { signal });
  events.normal(object, { reason: "ScaledUpDevDB", note: `Deployment ${key} was scaled to one` });
  throw new DevDatabaseStartingError(`Deployment ${key} was scaled to one`);
}

/** An object's Deployment under whichever of its names, or the name that it can have. */
async function find(subject: Subject, kube: KubeClient): Promise<{ ours?: Deployment; free?: string }> {
  let free: string | undefined;
  for (const name of deploymentNames(subject.kind, subject.object)) {
    const found = await kube.get(DEPLOYMENTS, keyIn(subject, name), { signal: subject.signal });
    if (found && isOf(found, subject.object)) return { ours: found };
    if (!found) free ??= name;
  }
  return { free };
}

/** Waited for: what has a name may be about to go, as that of a former object of the same name is. */
function namesTaken(subject: Subject): DevDatabaseStartingError {
  const keys = deploymentNames(subject.kind, subject.object).map((name) => keyIn(subject, name));
  const obstacle = `Deployments ${keys.join(" and ")} are not this object's. Delete one of them, or give devURL or devURLFrom`;
  return new DevDatabaseStartingError("the names of the dev database are taken", obstacle);
}

const keyIn = ({ namespace }: Subject, name: string): ObjectKey => `${namespace}/${name}`;
const replicasOf = ({ spec }: Deployment): number => spec?.replicas ?? 0;

const isReady = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.podIP !== undefined &&
  (status.conditions?.some(({ type, status: state }) => type === "Ready" && state === "True") ?? false);

/** The URL with another host, and the port that it has. */
function onHost(url: string, host: string): string {
  const address = host.includes(":") ? `[${host}]` : host;
  return url.replace(/^([^:]+:\/\/(?:[^@/]*@)?)(?:\[[^\]]*\]|[^:/?]*)/, `$1${address}`);
}
