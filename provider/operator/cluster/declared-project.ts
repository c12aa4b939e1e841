import type { KindName } from "../../../sdk/model/kinds";
import { objectsNamedBy } from "../../kinds/resolve-credentials";
import { atlasIdOf } from "../ownership/applied";
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
