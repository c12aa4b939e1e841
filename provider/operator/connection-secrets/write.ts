import { isDeepStrictEqual } from "node:util";
import type { Cluster } from "../cluster/cluster";
import { decoded, encoded, SECRETS, type Secret } from "../cluster/secret";
import { editorOf, isAlreadyExists, keyOf, type ObjectKey } from "../runtime";
import type { Target } from "./deployments";
import { type ConnectionSecretOwner, labelsOf, nameOf, projectIdIn } from "./labels";

/** Where the connection secret of a user for a deployment is. */
export interface Place {
  namespace: string;
  owner: ConnectionSecretOwner;
}

/** A connection secret as it should be. */
export interface Wanted extends Place {
  /** What the deployment is, as scopes of users have it. */
  scope: Target["scope"];
  data: Record<string, string>;
}

export const keyOfWanted = ({ namespace, owner }: Place): ObjectKey => `${namespace}/${nameOf(owner)}`;

/** Whether the Secret is there, to the last byte. */
export function isWritten(cluster: Cluster, wanted: Wanted): boolean {
  const found = cluster.secrets.store.get(keyOfWanted(wanted));
  return found !== undefined && same(found, wanted);
}

/**
 * Writes one connection secret.
 *
 * @param assertOurs Throws where what is there already is somebody else's.
 */
export async function write(
  cluster: Cluster,
  wanted: Wanted,
  assertOurs: (found: Secret) => void,
  signal: AbortSignal,
): Promise<void> {
  const { kube, secrets } = cluster;
  const key = keyOfWanted(wanted);
  const change = (secret: Secret): Secret => ({
    ...secret,
    data: encoded(wanted.data),
    metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, ...labelsOf(wanted.owner) } },
  });
  const overwrite = (found: Secret): Promise<Secret | undefined> => {
    assertOurs(found);
    return editorOf(kube, SECRETS).edit(found, change, { signal });
  };
  const known = secrets.store.get(key);
  if (known && (await overwrite(known))) return;
  const fresh = change({ metadata: { name: nameOf(wanted.owner), namespace: wanted.namespace } });
  try {
    await secrets.create({ apiVersion: "v1", kind: "Secret", type: "Opaque", ...fresh }, { signal });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    // Made a moment ago, perhaps by an earlier process of ours: the watch had not told yet.
    const found = await kube.get(SECRETS, key, { signal });
    if (!found) throw error;
    if (!same(found, wanted)) await overwrite(found);
  }
}

/**
 * Deletes the connection secrets of a user in a project, but for those that stay.
 * @throws ConflictError when one is not as it was any more: it may be another user's by now
 */
export async function sweep(
  cluster: Cluster,
  { namespace, projectId, username }: { namespace: string; projectId: string; username: string },
  stays: (secret: Secret) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const stale = cluster.secrets.store
    .by("project", projectId)
    .filter((secret) => secret.metadata.namespace === namespace && projectIdIn(secret) !== undefined)
    .filter((secret) => decoded(secret).username === username && !stays(secret));
  for (const secret of stale) {
    const { uid, resourceVersion } = secret.metadata;
    await cluster.kube.delete(SECRETS, keyOf(secret), { uid, resourceVersion, signal });
  }
}

function same(found: Secret, { data, owner }: Wanted): boolean {
  const { labels = {} } = found.metadata;
  const labelled = Object.entries(labelsOf(owner)).every(([name, value]) => labels[name] === value);
  return labelled && isDeepStrictEqual(decoded(found), data);
}
