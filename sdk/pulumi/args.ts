import type { Input } from "@pulumi/pulumi";
import type {
  configMapKeyRef,
  configMapRef,
  credentialsRef,
  embeddedRef,
  resourceRef,
  secretRef,
} from "../model/markers";
import type { AtlasResource } from "./resource";

type Scalar = string | number | boolean | null | undefined;
type KindOf<T, Marker extends symbol> = T extends { readonly [M in Marker]?: infer K } ? Extract<K, string> : never;
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

/** The value of a secret: one key is the value itself, several are a record. */
type SecretInput<Keys extends string> =
  IsUnion<Keys> extends true ? Input<{ [K in Keys]?: Input<string> }> : Input<string>;

/**
 * `T` of the model as a Pulumi program declares it. Field names are the model's; only its marker types differ:
 *
 * - a reference to a resource takes the resource itself, or its Atlas id;
 * - a reference to an embedded resource (one that its referrer writes) takes the resource itself;
 * - a reference to a secret takes the secret value, which is kept encrypted whether or not it is marked as a Pulumi secret;
 * - a reference to credentials takes the name of a credential profile of the stack's configuration (`atlas:profiles`);
 * - a reference to a config map takes the content: the text of one key, or all of them by name;
 * - everything else is itself, and may be an output at every depth.
 *
 * The mapped type is homomorphic: that is what keeps the documentation of every field.
 */
export type In<T> = [T] extends [Scalar]
  ? Input<T>
  : typeof resourceRef extends keyof T
    ? Input<AtlasResource<KindOf<T, typeof resourceRef>> | string>
    : typeof embeddedRef extends keyof T
      ? AtlasResource<KindOf<T, typeof embeddedRef>>
      : typeof secretRef extends keyof T
        ? SecretInput<KindOf<T, typeof secretRef>>
        : typeof credentialsRef extends keyof T
          ? Input<string>
          : typeof configMapKeyRef extends keyof T
            ? Input<string>
            : typeof configMapRef extends keyof T
              ? Input<Record<string, Input<string>>>
              : T extends readonly (infer Item)[]
                ? Input<In<Item>[]>
                : Input<{ [K in keyof T]: In<Exclude<T[K], undefined>> }>;

/** The whole specification of a kind as constructor arguments. */
export type Args<Spec> = { [K in keyof Spec]: In<Exclude<Spec[K], undefined>> };

/**
 * `T` of the model as an output: references are Atlas ids, credentials the profile's name, content of config maps the text.
 * Secrets are never outputs.
 */
export type Out<T> = [T] extends [Scalar]
  ? T
  : typeof resourceRef extends keyof T
    ? string
    : typeof embeddedRef extends keyof T
      ? { id: string }
      : typeof secretRef extends keyof T
        ? undefined
        : typeof credentialsRef extends keyof T
          ? string
          : typeof configMapKeyRef extends keyof T
            ? string
            : typeof configMapRef extends keyof T
              ? Record<string, string>
              : T extends readonly (infer Item)[]
                ? Out<Item>[]
                : { [K in keyof T]: Out<Exclude<T[K], undefined>> };

/** Type of one output: a field of the specification. */
export type OutputOf<Spec, Field extends keyof Spec> =
  | Out<Exclude<Spec[Field], undefined>>
  | (undefined extends Spec[Field] ? undefined : never);

/** A status as an output. Conditions and generations are the operator's: an engine that waits has no use for them. */
export type StatusOf<Status> = Omit<Status, "conditions" | "observedGeneration">;
