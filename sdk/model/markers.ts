/**
 * Marker types of the model: the places where the three engines differ.
 *
 * In a manifest each is the plain object that upstream's custom resources have. The engines map them to what fits there
 * (DESIGN, section 2): a construct in cdk8s, a resource or a value in Pulumi, a resolved value in a handler. Each carries a
 * unique-symbol property that never exists at run time: the mapped types test for that key, because a structural test would
 * take any `{name}` object for a reference.
 */
declare const resourceRef: unique symbol;
declare const embeddedRef: unique symbol;
declare const secretRef: unique symbol;
declare const credentialsRef: unique symbol;
declare const configMapKeyRef: unique symbol;
declare const configMapRef: unique symbol;

/** Names an object of kind `K`, by default in the referrer's own namespace. */
export interface ResourceRef<K extends string = string> {
  /** Name of the object. */
  name: string;
  /** Namespace of the object; that of the referring object when absent. */
  namespace?: string;
  readonly [resourceRef]?: K;
}

/** Names an object of kind `K` in the referrer's own namespace. */
export interface LocalResourceRef<K extends string = string> {
  /** Name of the object. */
  name: string;
  readonly [resourceRef]?: K;
}

/** Names an object of kind `K` in the referrer's own namespace, or by its Atlas id what is not declared. Exactly one of the two. */
export interface ResourceOrIdRef<K extends string = string> {
  /** Name of the object. */
  name?: string;
  /** Id in Atlas of what is not declared as an object. */
  id?: string;
  readonly [resourceRef]?: K;
}

/** Names an object of kind `K` that has no life of its own in Atlas: whoever refers to it writes it. */
export interface EmbeddedRef<K extends string = string> {
  /** Name of the object. */
  name: string;
  /** Namespace of the object; that of the referring object when absent. */
  namespace?: string;
  readonly [embeddedRef]?: K;
}

/** Names a Secret, in the referrer's own namespace, that holds the data keys `Keys`. */
export interface SecretRef<Keys extends string = string> {
  /** Name of the Secret. */
  name: string;
  readonly [secretRef]?: Keys;
}

/** Names a Secret, in any namespace, that holds the data keys `Keys`. */
export interface NamespacedSecretRef<Keys extends string = string> {
  /** Name of the Secret. */
  name: string;
  /** Namespace of the Secret; that of the referring object when absent. */
  namespace?: string;
  readonly [secretRef]?: Keys;
}

/** Names one data key of a Secret in the referrer's own namespace. */
export interface SecretKeyRef {
  /**
   * Name of the Secret.
   * @default ""
   */
  name?: string;
  /** Data key in the Secret. */
  key: string;
  /** Whether the Secret or the key may be missing. */
  optional?: boolean;
  readonly [secretRef]?: "key";
}

/** Names the Secret with the Atlas credentials to use, in the referrer's own namespace. In Pulumi: a credential profile. */
export interface CredentialsRef {
  /** Name of the Secret. */
  name: string;
  readonly [credentialsRef]?: true;
}

/** Names the Secret with the Atlas credentials to use, in any namespace. In Pulumi: a credential profile. */
export interface NamespacedCredentialsRef {
  /** Name of the Secret. */
  name: string;
  /** Namespace of the Secret; that of the referring object when absent. */
  namespace?: string;
  readonly [credentialsRef]?: true;
}

/** Names one data key of a ConfigMap in the referrer's own namespace. */
export interface ConfigMapKeyRef {
  /**
   * Name of the ConfigMap.
   * @default ""
   */
  name?: string;
  /** Data key in the ConfigMap. */
  key: string;
  /** Whether the ConfigMap or the key may be missing. */
  optional?: boolean;
  readonly [configMapKeyRef]?: true;
}

/** Names a ConfigMap in the referrer's own namespace, all of whose data keys count. */
export interface ConfigMapRef {
  /**
   * Name of the ConfigMap.
   * @default ""
   */
  name?: string;
  readonly [configMapRef]?: true;
}

/** An embedded object as its referrer receives it: what it is called, in its manifest or program, and what it says, resolved as well. */
export interface EmbeddedValue {
  id: string;
  spec: Record<string, unknown>;
}

type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;
type SecretValue<Keys extends string> = IsUnion<Keys> extends true ? { [K in Keys]?: string } : string;
type KeysOf<T> = T extends { readonly [secretRef]?: infer K } ? (K extends string ? K : string) : never;

/**
 * `T` with every reference replaced by what it stands for: the form that handlers work on, and the same one that reaches a
 * Pulumi provider. A resource is its Atlas id; a Secret with one key is the value, with several a record; credentials are the
 * name of a profile; a ConfigMap is its data by key. Optional properties stay optional and keep their documentation.
 */
export type Resolved<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : typeof resourceRef extends keyof T
      ? string
      : typeof embeddedRef extends keyof T
        ? EmbeddedValue
        : typeof secretRef extends keyof T
          ? SecretValue<KeysOf<T>>
          : typeof credentialsRef extends keyof T
            ? string
            : typeof configMapKeyRef extends keyof T
              ? string
              : typeof configMapRef extends keyof T
                ? Record<string, string>
                : { [K in keyof T]: Resolved<T[K]> };

export type { configMapKeyRef, configMapRef, credentialsRef, embeddedRef, resourceRef, secretRef };
