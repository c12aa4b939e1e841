import { isOlder, type KubeObject, keyOf, type ObjectKey } from "../kube/object";

/** Values under which an object is found: names of what it refers to, labels, owners. Must not throw, whatever the object holds. */
export type IndexBy<T> = (object: T) => readonly string[];

/** What happened to an object; `before` is absent when it is new, `after` when it is gone. */
export interface Change<T> {
  key: ObjectKey;
  before?: T;
  after?: T;
  /** Made by an edit through the source itself: whoever looks after these objects knows already; others do not. */
  own?: boolean;
}

/**
 * The objects of a resource as last heard of, frozen: a consumer that changed one in place would change it for all. Found by key,
 * and by the indexes given.
 */
export class Store<T extends KubeObject, I extends string = never> {
  private readonly objects = new Map<ObjectKey, T>();
  private readonly buckets = new Map<I, Map<string, Set<ObjectKey>>>();

  constructor(private readonly indexes: Readonly<Record<I, IndexBy<T>>>) {
    for (const index of Object.keys(indexes) as I[]) this.buckets.set(index, new Map());
  }

  get size(): number {
    return this.objects.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.objects.get(key);
  }

  keys(): ObjectKey[] {
    return [...this.objects.keys()];
  }

  list(): T[] {
    return [...this.objects.values()];
  }

  /** Keys of the objects that an index has under a value. */
  keysBy(index: I, value: string): ObjectKey[] {
    return [...(this.buckets.get(index)?.get(value) ?? [])];
  }

  /** The objects that an index has under a value. */
  by(index: I, value: string): T[] {
    return this.keysBy(index, value).flatMap((key) => this.objects.get(key) ?? []);
  }

  /** Takes in a version of an object. Nothing changes when it is known, or a newer one is. */
  put(object: T): Change<T> | undefined {
    const key = keyOf(object);
    const before = this.objects.get(key);
    if (before && (sameVersion(before, object) || isOlder(object, before))) return undefined;
    this.set(key, before, deepFreeze(object));
    return { key, before, after: object };
  }

  delete(key: ObjectKey): Change<T> | undefined {
    const before = this.objects.get(key);
    if (!before) return undefined;
    this.set(key, before, undefined);
    return { key, before };
  }

  /**
   * Takes in a whole list, of everything or of one namespace: what is not in it is gone. The list is believed even where it is
   * older than what is known, since after a restore of the cluster it is.
   */
  replace(objects: readonly T[], namespace?: string): Change<T>[] {
    const listed = new Set(objects.map(keyOf));
    const changes: Change<T>[] = [];
    for (const [key, before] of this.objects) {
      if (listed.has(key) || (namespace !== undefined && before.metadata.namespace !== namespace)) continue;
      this.set(key, before, undefined);
      changes.push({ key, before });
    }
    for (const after of objects) {
      const key = keyOf(after);
      const before = this.objects.get(key);
      if (before && sameVersion(before, after)) continue;
      this.set(key, before, deepFreeze(after));
      changes.push({ key, before, after });
    }
    return changes;
  }

  private set(key: ObjectKey, before: T | undefined, after: T | undefined): void {
    for (const [index, buckets] of this.buckets) {
      const valuesOf = this.indexes[index];
      for (const value of before ? valuesOf(before) : []) {
        const bucket = buckets.get(value);
        bucket?.delete(key);
        // Values come and go for as long as the process lives: an empty bucket kept is a leak.
        if (bucket?.size === 0) buckets.delete(value);
      }
      for (const value of after ? valuesOf(after) : []) {
        const bucket = buckets.get(value) ?? new Set();
        buckets.set(value, bucket.add(key));
      }
    }
    if (after) this.objects.set(key, after);
    else this.objects.delete(key);
  }
}

/** The same object at the same version; another one of that name has another uid. */
export function sameVersion(a: KubeObject, b: KubeObject): boolean {
  return (
    a.metadata.resourceVersion !== undefined &&
    a.metadata.resourceVersion === b.metadata.resourceVersion &&
    a.metadata.uid === b.metadata.uid
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const nested of Object.values(value)) deepFreeze(nested);
  return value;
}
