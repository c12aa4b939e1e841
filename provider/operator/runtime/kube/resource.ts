import { type KubeObject, type ObjectKey, parseKey } from "./object";

declare const objectType: unique symbol;

/** Where objects of type `T` live in the API. */
export interface Resource<T extends KubeObject = KubeObject> {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Name in URLs, lower case: `configmaps`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Only metadata is asked for and answered: for what is followed in numbers, and read one by one where it matters. */
  readonly metadataOnly?: true;
  /** Only for the compiler: carries `T` from here to what is read. */
  readonly [objectType]?: T;
}

/** As manifests have it: `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: Resource): string {
  return group === "" ? version : `${group}/${version}`;
}

/** For people and metrics: `configmaps`, `leases.coordination.k8s.io`, `secrets (metadata)`. */
export function describeResource({ group, plural, metadataOnly }: Resource): string {
  const name = group === "" ? plural : `${plural}.${group}`;
  return metadataOnly ? `${name} (metadata)` : name;
}

/** What an answer about one object, or a list or watch of many, shall be made of; absent: all of it. */
export function acceptOf({ metadataOnly }: Resource, answer: "one" | "many"): string | undefined {
  if (!metadataOnly) return undefined;
  return `application/json;as=PartialObjectMetadata${answer === "many" ? "List" : ""};g=meta.k8s.io;v=v1`;
}

/** Path of all objects, or of those in one namespace. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const root = resource.group === "" ? "/api" : `/apis/${resource.group}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}/${resource.version}${scope}/${resource.plural}`;
}

/** Path of one object, or of a subresource of it (`status`). */
export function objectPath(resource: Resource, key: ObjectKey, subresource?: string): string {
  const { namespace, name } = parseKey(key);
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}
