import type { EmbeddedValue } from "../../sdk/model/markers";

/** What a reference was found to stand for, or why there is nothing. */
export type Found<Value> = { value: Value; unresolved?: readonly Unresolved[] } | { missing: Missing };

/** Why a reference stands for nothing at the moment. */
export interface Missing {
  /**
   * `absent`: there is no such object. `unready`: there is one, and Atlas has nothing for it yet. `incomplete`: there is one, and it
   * lacks the data. `forbidden`: it may not be looked at, so that nobody tells when that changes.
   */
  reason: "absent" | "unready" | "incomplete" | "forbidden";
  /** One sentence for people. It names the object, and never holds a secret. */
  message: string;
}

/**
 * Where the objects are that references name: a cluster, or the manifests beside the one at hand. Names are never empty, namespaces
 * are filled in.
 */
export interface Lookup {
  /** Atlas id of an object. */
  resource(kind: string, name: string, namespace: string): Promise<Found<string>>;
  /** An object that its referrer writes to Atlas, with what of its own references stands for nothing: they are left out of it. */
  embedded(kind: string, name: string, namespace: string): Promise<Found<EmbeddedValue>>;
  /** Decoded data of a Secret. `keys`: what will be read from it. */
  secret(name: string, namespace: string, keys: readonly string[]): Promise<Found<Readonly<Record<string, string>>>>;
  /** Data of a ConfigMap. */
  configMap(name: string, namespace: string): Promise<Found<Readonly<Record<string, string>>>>;
}

/** A reference that stands for nothing at the moment: the resolved spec lacks its field. */
export interface Unresolved extends Missing {
  /** Where it stands: `spec.teams[0].teamRef`; within an embedded object: `spec.backupRef.spec.policy`. */
  path: string;
  /** What it names: `Secret`, `ConfigMap`, or one of our kinds. */
  kind: string;
  name: string;
  namespace: string;
}
