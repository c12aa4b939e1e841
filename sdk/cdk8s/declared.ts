import type { ApiObjectMetadata } from "cdk8s";
import type {
  configMapKeyRef,
  configMapRef,
  credentialsRef,
  embeddedRef,
  resourceRef,
  secretRef,
} from "../model/markers";
import type { ConfigMapKey, KubernetesObject, ObjectOfKind, SecretKey } from "./objects";

type Scalar = string | number | boolean | null | undefined;
type KindOf<T, Marker extends symbol> = T extends { readonly [M in Marker]?: infer K } ? Extract<K, string> : never;

/** The reference as a manifest has it, without the marker's symbol. Not a construct, which has a name too. */
type Plain<T> = { [K in keyof T as K extends symbol ? never : K]: T[K] } & { readonly node?: undefined };

/**
 * `T` of the model as a cdk8s program declares it. Field names are the model's; only its marker types differ:
 *
 * - a reference to a resource takes a construct of that kind, or `{name, namespace?}`;
 * - a reference to a Secret or a ConfigMap takes a construct of that kind (cdk8s, cdk8s-plus), or `{name}`;
 * - a reference to a data key takes `{secret, key}` or `{configMap, key}` with the construct, or `{name, key}`.
 *
 * The mapped type is homomorphic: that is what keeps the documentation of every field.
 */
export type Declared<T> = [T] extends [Scalar]
  ? T
  : typeof resourceRef extends keyof T
    ? ObjectOfKind<KindOf<T, typeof resourceRef>> | Plain<T>
    : typeof embeddedRef extends keyof T
      ? ObjectOfKind<KindOf<T, typeof embeddedRef>> | Plain<T>
      : typeof configMapKeyRef extends keyof T
        ? ConfigMapKey
        : typeof configMapRef extends keyof T
          ? KubernetesObject | Plain<T>
          : typeof credentialsRef extends keyof T
            ? KubernetesObject | Plain<T>
            : typeof secretRef extends keyof T
              ? "key" extends keyof T
                ? SecretKey
                : KubernetesObject | Plain<T>
              : { [K in keyof T]: Declared<Exclude<T[K], undefined>> };

/** Properties of a construct: the spec, flat, and the object's metadata. */
export type PropsOf<Spec> = { [K in keyof Spec]: Declared<Exclude<Spec[K], undefined>> };

/** What every construct takes beside the spec. */
export interface ObjectProps {
  /**
   * Name, namespace, labels and annotations of the object. Name and namespace are by default those that cdk8s gives: a name made from
   * the construct's path, and the namespace of its chart.
   */
  readonly metadata?: ApiObjectMetadata;
}
