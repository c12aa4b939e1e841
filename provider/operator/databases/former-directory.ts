import { isDeepStrictEqual } from "node:util";
import { isAtlasIacError } from "../../../sdk/model/errors";
import type { Json, ManagedObject } from "../cluster/managed-object";
import { namespaceOf } from "../cluster/managed-object";
import { SECRETS, type Secret } from "../cluster/secret";
import { isForbidden, isInvalid, KubeApiError, type KubeClient, KubeUnreachableError, type Logger } from "../runtime";
import { packed, unpacked } from "./archive";
import { FormerDirectoryError } from "./errors";

/** Files of a directory of migrations, by name. */
export type Files = Readonly<Record<string, string>>;

/** How Ariga's operator keeps the directory that it applied last (Ariga's atlas-operator, release 0.7.37). */
const TYPE = "atlasgo.io/db.v1";
const ARCHIVE = "migrations.tar.gz";
/** Status of an answer to a request that is too large (RFC 9110, "Content Too Large"). */
const TOO_LARGE = 413;
/** Characters of a label's value; a name of an object may have more. */
const LONGEST_LABEL = 63;
const nameOf = ({ metadata }: ManagedObject): string => `io.atlasgo.db.v1.${metadata.name}.latest`;
const keyOf = (object: ManagedObject): string => `${namespaceOf(object)}/${nameOf(object)}`;

/** What an object declares of migrations, as far as upstream keeps it; nothing where the directory is elsewhere. */
export function filesOf({ dir }: Json): Files | undefined {
  const { local, configMapRef } = Object(dir);
  const files = local ?? configMapRef;
  if (files === undefined) return undefined;
  const kept = Object.entries(files).filter(([name]) => name.endsWith(".sql") || name === "atlas.sum");
  return Object.fromEntries(kept.map(([name, text]) => [name, String(text)]));
}

/**
 * The directory that was applied last, which tells going down what the migrations made that are taken back: in a Secret that is the
 * object's own, under upstream's name and in its form, so that each reads what the other has written.
 *
 * @returns nothing where none is kept, or where it cannot be read whenever one tries, which the log says
 * @throws FormerDirectoryError when it cannot be read now: without it, going down cannot tell what others have made
 */
export async function formerDirectory(
  object: ManagedObject,
  kube: KubeClient,
  log: Logger,
  signal: AbortSignal,
): Promise<Files | undefined> {
  const key = keyOf(object);
  try {
    const secret = await kube.get(SECRETS, key, { signal });
    const archive = secret?.data?.[ARCHIVE];
    if (!secret || !isOf(secret, object) || archive === undefined) return undefined;
    return await unpacked(Buffer.from(archive, "base64"));
  } catch (error) {
    signal.throwIfAborted();
    if (passes(error)) throw new FormerDirectoryError(`${what(key)} cannot be read`, error);
    log.warn({ secret: key, problem: String(error) }, "the directory that was applied last cannot be read");
    return undefined;
  }
}

/**
 * Keeps the directory that is applied now. Where the cluster does not take it, whenever one tries, the log says so: what is applied is
 * applied.
 *
 * @throws FormerDirectoryError when it cannot be kept now
 */
export async function keepDirectory(
  object: ManagedObject,
  { files, former }: { files: Files; former: Files | undefined },
  kube: KubeClient,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  if (isDeepStrictEqual(files, former)) return;
  const key = keyOf(object);
  const data = { [ARCHIVE]: (await packed(files)).toString("base64") };
  try {
    const found = await kube.get(SECRETS, key, { signal });
    if (!found) await kube.create(SECRETS, { ...secretOf(object), data }, { signal });
    else if (isOf(found, object)) await kube.mergePatch(SECRETS, key, { data }, { signal });
    else log.warn({ secret: key }, "the directory that was applied is not kept: the Secret is somebody else's");
  } catch (error) {
    signal.throwIfAborted();
    if (passes(error)) throw new FormerDirectoryError(`all is applied, and ${what(key)} cannot be written`, error);
    if (!isAtlasIacError(error)) throw error;
    log.warn({ secret: key, problem: String(error) }, "the directory that was applied is not kept");
  }
}

/** Whether trying again may help: neither rights, nor a policy, nor the size of the directory are in the way. */
function passes(error: unknown): boolean {
  if (error instanceof KubeApiError) return !isForbidden(error) && !isInvalid(error) && error.status !== TOO_LARGE;
  return error instanceof KubeUnreachableError;
}

const what = (key: string): string => `Secret ${key}, which tells going down what the migrations have made,`;

const isOf = ({ type, metadata }: Secret, object: ManagedObject): boolean =>
  type === TYPE && (metadata.ownerReferences ?? []).some(({ uid }) => uid === object.metadata.uid);

function secretOf(object: ManagedObject): Secret {
  const { apiVersion = "", kind = "", metadata } = object;
  const { name, uid = "", labels } = metadata;
  return {
    metadata: {
      name: nameOf(object),
      namespace: namespaceOf(object),
      labels: { ...labels, ...(name.length <= LONGEST_LABEL && { name }), owner: "atlasgo.io" },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
    },
    type: TYPE,
  };
}
