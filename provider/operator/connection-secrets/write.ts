import { isDeepStrictEqual } from "node:util";
import type { Cluster } from "../cluster/cluster";
import { decoded, encoded, SECRETS, type Secret } from "../cluster/secret";
import { editorOf, isAlreadyExists, keyOf, type ObjectKey } from "../runtime";
import { type ConnectionSecretOwner, labelsOf, nameOf, projectIdIn } from "./labels";

/** A connection secret as it should be. */
export interface Wanted {
  namespace: string;
  owner: ConnectionSecretOwner;
  data: Record<string, string>;
}

/** What is in the way of a connection secret: a Secret of somebody else. */
export interface Obstacle {
  key: ObjectKey;
  /** User whose connection secret it is; absent where it is none. */
  username?: string;
}

export const keyOfWanted = ({ namespace, owner }: Wanted): ObjectKey => `${namespace}/${nameOf(owner)}`;

/** Whether the Secret is there, to the last byte. */
export function isWritten(cluster: Cluster, wanted: Wanted): boolean {
  const found = cluster.secrets.store.get(keyOfWanted(wanted));
  return found !== undefined && same(found, wanted);
}

/** Somebody else's Secret of the same name, as far as it is known. */
export function obstacleTo(
  cluster: Cluster,
  wanted: Wanted,
  isUser: (username: string) => boolean,
): Obstacle | undefined {
  const key = keyOfWanted(wanted);
  const found = cluster.secrets.store.get(key);
  if (!found) return undefined;
  const { username } = decoded(found);
  if (projectIdIn(found) === undefined || username === undefined) return { key };
  // What a user left who is gone may be taken.
  return username !== wanted.owner.username && isUser(username) ? { key, username } : undefined;
}

/**
 * Writes one connection secret, if it differs.
 * @returns what was in the way
 */
export async function write(cluster: Cluster, wanted: Wanted, signal: AbortSignal): Promise<Obstacle | undefined> {
  const { kube, secrets } = cluster;
  const key = keyOfWanted(wanted);
  const known = secrets.store.get(key);
  const change = (secret: Secret): Secret => ({
    ...secret,
    data: encoded(wanted.data),
    metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, ...labelsOf(wanted.owner) } },
  });
  if (known && (await editorOf(kube, SECRETS).edit(known, change, { signal }))) return undefined;
  const fresh = change({ metadata: { name: nameOf(wanted.owner), namespace: wanted.namespace } });
  try {
    await secrets.create({ apiVersion: "v1", kind: "Secret", type: "Opaque", ...fresh }, { signal });
    return undefined;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const found = await kube.get(SECRETS, key, { signal });
    // Made a moment ago, perhaps by an earlier process of ours: the watch had not told yet.
    return found && same(found, wanted) ? undefined : { key };
  }
}

/** Deletes the connection secrets of a user in a project that `keep` does not name. */
export async function sweep(
  cluster: Cluster,
  { namespace, projectId, username }: { namespace: string; projectId: string; username: string },
  keep: ReadonlySet<ObjectKey>,
  signal: AbortSignal,
): Promise<void> {
  const stale = cluster.secrets.store
    .by("project", projectId)
    .filter((secret) => secret.metadata.namespace === namespace && projectIdIn(secret) !== undefined)
    .filter((secret) => decoded(secret).username === username && !keep.has(keyOf(secret)));
  for (const secret of stale) {
    await cluster.kube.delete(SECRETS, keyOf(secret), { uid: secret.metadata.uid, signal });
  }
}

function same(found: Secret, { data, owner }: Wanted): boolean {
  const { labels = {} } = found.metadata;
  const labelled = Object.entries(labelsOf(owner)).every(([name, value]) => labels[name] === value);
  return labelled && isDeepStrictEqual(decoded(found), data);
}
