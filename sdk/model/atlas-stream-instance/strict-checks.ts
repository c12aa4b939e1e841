import type { AtlasStreamInstanceSpec } from "../atlas-stream-instance";
import type { Fault } from "../errors";
import type { EmbeddedValue, Resolved } from "../markers";
import { show } from "../messages";

type Connection = EmbeddedValue | { name: string; namespace?: string };

/** What Atlas would refuse of a stream processing instance: two connections of one name. */
export function strictCheck(spec: AtlasStreamInstanceSpec | Resolved<AtlasStreamInstanceSpec>): Fault[] {
  const names = (spec.connectionRegistry ?? []).map(nameOf);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    const message = `${show(name)} is item ${first} already; each connection can be in an instance once`;
    return [{ path: `spec.connectionRegistry[${index}]`, message }];
  });
}

/** A connection by its name in Atlas where that is known, else by the object that declares it. */
function nameOf(connection: Connection): string {
  if ("spec" in connection) return String(connection.spec.name);
  return [connection.namespace, connection.name].filter(Boolean).join("/");
}
