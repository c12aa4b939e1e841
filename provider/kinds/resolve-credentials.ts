import { type KindName, kindInfo } from "../../sdk/model/kinds";
import { mapReferences } from "../../sdk/model/map-references";

/** Name and namespace of an object. */
export interface ObjectKey {
  name: string;
  namespace: string;
}

/**
 * The Secret with Atlas credentials that a manifest's spec names by itself. Where it names none, that of its project counts, then
 * the engine's own.
 */
export function credentialsSecretOf(kind: KindName, spec: object, namespace: string): ObjectKey | undefined {
  return namedBy(kind, spec, namespace, ({ marker }) => marker === "credentials")[0];
}

/** The objects of kind `target` that a manifest's spec names. */
export function objectsNamedBy(kind: KindName, spec: object, namespace: string, target: KindName): ObjectKey[] {
  return namedBy(kind, spec, namespace, (place) => place.target === target);
}

function namedBy(
  kind: KindName,
  spec: object,
  namespace: string,
  isMeant: (place: { marker: string; target?: string }) => boolean,
): ObjectKey[] {
  const named: ObjectKey[] = [];
  mapReferences({ ...spec }, kindInfo(kind).references, (value, place) => {
    const given = new Map<string, unknown>(Object.entries(value));
    const name = given.get("name");
    const other = place.namespaced ? given.get("namespace") : undefined;
    if (isMeant(place) && typeof name === "string" && name !== "") {
      named.push({ name, namespace: typeof other === "string" && other !== "" ? other : namespace });
    }
    return value;
  });
  return named;
}
