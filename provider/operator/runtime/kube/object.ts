/** What the runtime reads of an object's metadata; plain JSON, as the API sends it. */
export interface ObjectMeta {
  name: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  /** Grows with every change of the spec; absent for kinds without one, such as Secret. */
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: unknown[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Any object of the Kubernetes API. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** Names an object among those of its resource: `namespace/name`, or `name` where there is no namespace. */
export type ObjectKey = string;

export function keyOf({ metadata }: KubeObject): ObjectKey {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

/** Undoes `keyOf`. */
export function parseKey(key: ObjectKey): { namespace?: string; name: string } {
  const slash = key.indexOf("/");
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Whether somebody asked to delete it: it only stays until its finalizers are gone. */
export function isBeingDeleted({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/**
 * Whether `a` is an older version than `b`. Versions are decimal numbers that grow with every write (Kubernetes API conventions,
 * since 1.34 comparable by clients); anything else counts as not older.
 */
export function isOlder(a: KubeObject, b: KubeObject): boolean {
  const [left = "", right = ""] = [a.metadata.resourceVersion, b.metadata.resourceVersion];
  if (!/^[1-9]\d*$/.test(left) || !/^[1-9]\d*$/.test(right)) return false;
  return left.length === right.length ? left < right : left.length < right.length;
}
