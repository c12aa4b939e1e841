import { namespaceOf } from "../../cluster/managed-object";
import type { Subject } from "../../controllers/subject";
import { isForbidden, isInvalid } from "../../runtime";
import { DevDatabaseRefusedError, DevDatabaseStartingError, DevDatabaseUnavailableError } from "../errors";
import type { DatabaseServices } from "../services";
import {
  DEPLOYMENTS,
  type Deployment,
  deploymentName,
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

/**
 * URL of the dev database that runs for an object; it is started where it does not.
 *
 * @throws DevDatabaseStartingError until its pod is ready, DevDatabaseUnavailableError when its name is taken,
 * DevDatabaseRefusedError when the API server does not take it
 */
export async function devDatabaseUrl(subject: Subject, services: Needs, wanted: Wanted): Promise<string> {
  const running = await assertRunning(subject, services, wanted);
  const { object } = subject;
  const labelSelector = Object.entries(labelsOf(object, wanted.driver))
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  const selection = { namespace: namespaceOf(object), labelSelector };
  const { items } = await services.kube.list(PODS, selection, { signal: subject.signal });
  const pod = items.find(isReady);
  if (!pod) {
    const obstacle = obstacleOf(running, items);
    throw new DevDatabaseStartingError(`${titleOf(subject)} has no pod that is ready yet`, obstacle);
  }
  return onHost(pod.metadata.annotations?.[URL_TEMPLATE] ?? wanted.url, pod.status?.podIP ?? "");
}

/** Ends the pod until it is needed again. */
export async function restDevDatabase(subject: Subject, { kube, events }: Needs): Promise<void> {
  await kube.mergePatch(DEPLOYMENTS, keyOf(subject), { spec: { replicas: 0 } }, { signal: subject.signal });
  events.normal(subject.object, { reason: "CleanUpDevDB", note: `${titleOf(subject)} was scaled to zero` });
}

/** Takes away what was started for an object that needs none any more. */
export async function endDevDatabase(subject: Subject, { kube, events }: Needs): Promise<void> {
  const { object, signal } = subject;
  const found = await kube.get(DEPLOYMENTS, keyOf(subject), { signal });
  if (!found || !isOf(found, object)) return;
  await kube.delete(DEPLOYMENTS, keyOf(subject), { uid: found.metadata.uid, signal });
  events.normal(object, { reason: "CleanUpDevDB", note: `${titleOf(subject)} was deleted: it is not needed any more` });
}

async function assertRunning(subject: Subject, { kube, events }: Needs, wanted: Wanted): Promise<Deployment> {
  const { object, signal } = subject;
  const key = keyOf(subject);
  const title = titleOf(subject);
  const found = await kube.get(DEPLOYMENTS, key, { signal });
  if (found === undefined) {
    await kube.create(DEPLOYMENTS, deploymentOf(object, wanted), { signal }).catch((error: unknown) => {
      throw isInvalid(error) || isForbidden(error) ? new DevDatabaseRefusedError(title, error) : error;
    });
    events.normal(object, { reason: "CreatedDevDB", note: `${title} was created` });
    throw new DevDatabaseStartingError(`${title} was created`);
  }
  if (!isOf(found, object)) {
    throw new DevDatabaseUnavailableError(`the name of the dev database is taken: ${title} is not this object's`);
  }
  if (!runs(found, wanted)) {
    // What selects its pods cannot be changed.
    await kube.delete(DEPLOYMENTS, key, { uid: found.metadata.uid, signal });
    throw new DevDatabaseStartingError(`${title} was of another kind, and is made anew`);
  }
  if (replicasOf(found) > 0) return found;
  await kube.mergePatch(DEPLOYMENTS, key, { spec: { replicas: 1 } }, { signal });
  events.normal(object, { reason: "ScaledUpDevDB", note: `${title} was scaled to one` });
  throw new DevDatabaseStartingError(`${title} was scaled to one`);
}

const keyOf = ({ object }: Subject): string => `${namespaceOf(object)}/${deploymentName(object)}`;
const titleOf = (subject: Subject): string => `Deployment ${keyOf(subject)}`;
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
