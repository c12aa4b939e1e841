import type { KindName } from "../../../sdk/model/kinds";
import { objectsNamedBy } from "../../kinds/resolve-credentials";
import { atlasIdOf, readApplied } from "../ownership/applied";
import type { Cluster } from "./cluster";
import { type ManagedObject, namespaceOf } from "./managed-object";

/** Id of the project that an object is declared to be in, as far as it is known in the cluster. */
export function declaredProjectOf(
  cluster: Cluster,
  kind: KindName,
  { metadata, spec = {} }: ManagedObject,
): string | undefined {
  const id: unknown = Reflect.get(Object(spec.externalProjectRef), "id");
  if (id !== undefined) return typeof id === "string" ? id : undefined;
  const [named] = objectsNamedBy(kind, spec, namespaceOf({ metadata }), "AtlasProject");
  const project = named && cluster.get("AtlasProject", `${named.namespace}/${named.name}`);
  return project && atlasIdOf(project);
}

/** The same of where an object is: as remembered, else as declared. Where upstream made it, or our record was lost, nothing is remembered. */
export function projectOf(cluster: Cluster, kind: KindName, object: ManagedObject): string | undefined {
  const known = readApplied(object)?.id.projectId;
  return typeof known === "string" ? known : declaredProjectOf(cluster, kind, object);
}
