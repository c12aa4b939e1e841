import type { KindName } from "../../../sdk/model/kinds";
import { credentialsSecretOf, objectsNamedBy } from "../../kinds/resolve-credentials";
import type { Cluster } from "../cluster/cluster";
import { type ManagedObject, namespaceOf } from "../cluster/managed-object";
import { readApplied } from "../ownership/applied";
import type { ObjectKey } from "../runtime";

/** Where credentials are to be found, and who says so. */
export interface CredentialsPlace {
  /** Key of the Secret. */
  secret: ObjectKey;
  /** For people: `spec.connectionSecret`. */
  from: string;
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
  if (last !== undefined) return { secret: last, from: "the last pass" };
  return { secret: globalSecret, from: "the operator's own settings" };
}

/** The project that an object belongs to, or one that names it. */
function projectOf(cluster: Cluster, kind: KindName, object: ManagedObject): ManagedObject | undefined {
  if (kind === "AtlasProject") return undefined;
  const [named] = objectsNamedBy(kind, object.spec ?? {}, namespaceOf(object), "AtlasProject");
  if (named) return cluster.get("AtlasProject", `${named.namespace}/${named.name}`);
  return cluster.allReferrers(kind, object).find((referrer) => referrer.kind === "AtlasProject")?.object;
}
