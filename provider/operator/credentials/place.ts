import type { KindName } from "../../../sdk/model/kinds";
import { credentialsSecretOf, objectsNamedBy } from "../../kinds/resolve-credentials";
import { type Cluster, titleOf } from "../cluster/cluster";
import { type ManagedObject, namespaceOf } from "../cluster/managed-object";
import { namedBy } from "../cluster/references";
import { readApplied } from "../ownership/applied";
import { type ObjectKey, parseKey } from "../runtime";

/** Where credentials are to be found, and who says so. */
export interface CredentialsPlace {
  /** Key of the Secret. */
  secret: ObjectKey;
  /** For people: `spec.connectionSecret`. */
  from: string;
  /** Why it must not be used. */
  barred?: string;
}

/**
 * The Secret with which an object is to be made true: the one that it names, else that of its project (for what projects name, such as
 * teams: that of a project that names it), else the one used last for what nobody names any more, else the operator's own.
 */
export function credentialsPlace(
  cluster: Cluster,
  kind: KindName,
  object: ManagedObject,
  globalSecret: ObjectKey,
): CredentialsPlace {
  const own = credentialsSecretOf(kind, object.spec ?? {}, namespaceOf(object));
  if (own)
    return { secret: `${own.namespace}/${own.name}`, from: `${kind} ${namespaceOf(object)}/${object.metadata.name}` };
  const project = projectOf(cluster, kind, object);
  const theirs = project && credentialsSecretOf("AtlasProject", project.spec ?? {}, namespaceOf(project));
  if (theirs) {
    const from = `AtlasProject ${namespaceOf(project)}/${project.metadata.name}`;
    return { secret: `${theirs.namespace}/${theirs.name}`, from };
  }
  const last = project || kind === "AtlasProject" ? undefined : readApplied(object)?.credentials;
  if (last !== undefined) return rememberedPlace(kind, object, last, globalSecret);
  return { secret: globalSecret, from: "the operator's own settings" };
}

/**
 * The Secret that an earlier pass used, as an annotation of the object tells. Whoever may write the object may write that too: only
 * Secrets count that the object may name anyway, in its own namespace or in one that its spec names, or the operator's own.
 */
export function rememberedPlace(
  kind: KindName,
  object: ManagedObject,
  secret: ObjectKey,
  globalSecret: ObjectKey,
): CredentialsPlace {
  const { namespace = "" } = parseKey(secret);
  const named = namedBy(kind, object)
    .filter(({ place, kind: target }) => place.marker === "credentials" || target === "AtlasProject")
    .map((one) => one.namespace);
  const isWithin = secret === globalSecret || [namespaceOf(object), ...named].includes(namespace);
  const barred = isWithin ? undefined : `is in a namespace that ${titleOf(kind, object)} does not name`;
  return { secret, from: "the last pass", barred };
}

/** The project that an object belongs to, or one that names it. */
function projectOf(cluster: Cluster, kind: KindName, object: ManagedObject): ManagedObject | undefined {
  if (kind === "AtlasProject") return undefined;
  const [named] = objectsNamedBy(kind, object.spec ?? {}, namespaceOf(object), "AtlasProject");
  if (named) return cluster.get("AtlasProject", `${named.namespace}/${named.name}`);
  return cluster.allReferrers(kind, object).find((referrer) => referrer.kind === "AtlasProject")?.object;
}
