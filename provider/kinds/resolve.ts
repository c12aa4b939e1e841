import type { Reference } from "../../sdk/model/kind-info";
import { type KindName, kindInfo } from "../../sdk/model/kinds";
import { mapReferences } from "../../sdk/model/map-references";
import type { Resolved } from "../../sdk/model/markers";
import type { Found, Lookup, Unresolved } from "./resolve-lookup";

/** A spec as handlers take it, and what of it could not be resolved. */
export interface Resolution<Spec> {
  spec: Resolved<Spec>;
  /** In the order in which they are written. Their fields are left out of the spec. */
  unresolved: Unresolved[];
}

/** A reference as a manifest has it. */
interface Written {
  path: string;
  place: Reference;
  name: string;
  namespace: string;
  key: string;
  /** Atlas id, where that is given instead of a name. */
  id: string;
  optional: boolean;
}

/**
 * Brings a manifest's spec into the form that handlers work on: every reference becomes what it stands for. All are looked up at the
 * same time.
 *
 * @param namespace Namespace of the object that the spec is of.
 * @throws what `lookup` throws
 */
export async function resolveReferences<Spec extends object>(
  kind: KindName,
  spec: Spec,
  namespace: string,
  lookup: Lookup,
): Promise<Resolution<Spec>> {
  const { references } = kindInfo(kind);
  const fields: Record<string, unknown> = Object.fromEntries(Object.entries(spec));
  const written: Written[] = [];
  mapReferences(fields, references, (value, place, path) => {
    written.push(readReference(value, place, path, namespace));
    return value;
  });
  const found = new Map<string, unknown>();
  const unresolved = await Promise.all(
    written.map(async (reference): Promise<Unresolved[]> => {
      const answer = await follow(reference, lookup);
      if ("value" in answer) {
        found.set(reference.path, answer.value);
        return (answer.unresolved ?? []).map((one) => ({ ...one, path: `${reference.path}.${one.path}` }));
      }
      if (!reference.optional) return [{ ...objectOf(reference), path: reference.path, ...answer.missing }];
      return [];
    }),
  );
  // The references of a kind are exactly the places where a spec and its resolved form differ.
  const resolved: unknown = mapReferences(fields, references, (_value, _place, path) => found.get(path));
  return { spec: resolved as Resolved<Spec>, unresolved: unresolved.flat() };
}

function readReference(value: object, place: Reference, path: string, namespace: string): Written {
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (field: string): string => {
    const given = fields.get(field);
    return typeof given === "string" ? given : "";
  };
  return {
    path,
    place,
    name: text("name"),
    namespace: (place.namespaced && text("namespace")) || namespace,
    key: text("key"),
    id: text("id"),
    optional: fields.get("optional") === true,
  };
}

async function follow(reference: Written, lookup: Lookup): Promise<Found<unknown>> {
  const { place, name, namespace, key } = reference;
  const { kind } = objectOf(reference);
  if (reference.id !== "") return { value: reference.id };
  if (name === "") return { missing: { reason: "absent", message: `names no ${kind}` } };
  switch (place.marker) {
    case "resource":
      return lookup.resource(kind, name, namespace);
    case "embedded":
      return lookup.embedded(kind, name, namespace);
    case "credentials":
      return { value: `${namespace}/${name}` };
    case "configMap":
      return lookup.configMap(name, namespace);
    case "configMapKey":
      return pick(await lookup.configMap(name, namespace), [key], reference);
    case "secretKey":
      return pick(await lookup.secret(name, namespace, [key]), [key], reference);
    default: {
      const keys = place.keys ?? [];
      return pick(await lookup.secret(name, namespace, keys), keys, reference);
    }
  }
}

/** The value of the only key, or of several a record of those that are there. */
function pick(
  found: Found<Readonly<Record<string, string>>>,
  keys: readonly string[],
  reference: Written,
): Found<unknown> {
  if (!("value" in found)) return found;
  const there = new Map(Object.entries(found.value));
  const values = keys.flatMap((key) => {
    const value = there.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const [first] = values;
  if (first === undefined) {
    const { kind, namespace, name } = objectOf(reference);
    const has = there.size > 0 ? `it has ${[...there.keys()].join(", ")}` : "it is empty";
    return {
      missing: { reason: "incomplete", message: `${kind} ${namespace}/${name} lacks ${keys.join(", ")}; ${has}` },
    };
  }
  return { value: keys.length === 1 ? first[1] : Object.fromEntries(values) };
}

const kindsOfData: Readonly<Record<string, string>> = {
  secret: "Secret",
  secretKey: "Secret",
  credentials: "Secret",
  configMap: "ConfigMap",
  configMapKey: "ConfigMap",
};

function objectOf({ place, name, namespace }: Written): { kind: string; name: string; namespace: string } {
  return { kind: place.target ?? kindsOfData[place.marker] ?? place.marker, name, namespace };
}
