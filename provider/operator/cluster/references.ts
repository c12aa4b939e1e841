import type { Reference } from "../../../sdk/model/kind-info";
import { type KindName, kindInfo, kindNames } from "../../../sdk/model/kinds";
import { mapReferences } from "../../../sdk/model/map-references";
import { type ObjectKey, parseKey } from "../runtime";
import { type ManagedObject, namespaceOf } from "./managed-object";

/** What an object names, where it may be in another namespace. */
export interface Named {
  /** `Secret`, `ConfigMap`, or one of our kinds. */
  kind: string;
  namespace: string;
  name: string;
  place: Reference;
}

const dataKinds: Readonly<Record<string, string>> = {
  secret: "Secret",
  secretKey: "Secret",
  credentials: "Secret",
  configMap: "ConfigMap",
  configMapKey: "ConfigMap",
};

/** One text for a thing that is referred to, to look it up by. */
export const thing = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

/** The same for a Secret. */
export function secretThing(key: ObjectKey): string {
  const { namespace = "", name } = parseKey(key);
  return thing("Secret", namespace, name);
}

/** Everything that an object names. Takes any object: nobody validated it against our own definition. */
export function namedBy(kind: KindName, object: ManagedObject): Named[] {
  const named: Named[] = [];
  mapReferences(object.spec ?? {}, kindInfo(kind).references, (value, place) => {
    const { name, namespace } = Object.fromEntries(Object.entries(value));
    if (typeof name === "string" && name !== "") {
      const elsewhere = place.namespaced && typeof namespace === "string" && namespace !== "";
      named.push({
        kind: place.target ?? dataKinds[place.marker] ?? place.marker,
        namespace: elsewhere ? namespace : namespaceOf(object),
        name,
        place,
      });
    }
    return value;
  });
  return named;
}

/** Kinds whose objects may name objects of `target`. */
export function referrerKinds(target: KindName): KindName[] {
  return kindNames.filter((kind) => targetsOf(kind).includes(target));
}

/** Kinds that objects of a kind may name. */
export function targetsOf(kind: KindName): KindName[] {
  const targets = kindInfo(kind).references.map(({ target }) => target);
  return kindNames.filter((name) => targets.includes(name));
}

/** Kinds without a life of their own in Atlas: whoever names such an object writes it there. */
export const embeddedKinds: readonly KindName[] = kindNames.filter((kind) => kindInfo(kind).embedded);
