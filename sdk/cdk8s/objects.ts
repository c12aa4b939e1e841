import type { IConstruct } from "constructs";
import { Construct } from "constructs";
import type { ConfigMapKeyRef, SecretKeyRef } from "../model/markers";

/** A Kubernetes object as a construct: an `ApiObject`, an object of cdk8s-plus, or one of ours. Taken by its shape. */
export interface KubernetesObject extends IConstruct {
  /** Name of the object in the cluster. */
  readonly name: string;
  /** Kind of the object, e.g. `Secret`. */
  readonly kind: string;
  /** Its metadata, of which only the namespace matters here. */
  readonly metadata: { readonly namespace?: string };
}

/** A Kubernetes object of one kind as a construct. */
export interface ObjectOfKind<K extends string> extends KubernetesObject {
  readonly kind: K;
}

/** One data key of a Secret: the object and the key, as cdk8s-plus's `SecretValue` has them, or names. */
export type SecretKey = SecretKeyRef | { readonly secret: KubernetesObject; readonly key: string };

/** One data key of a ConfigMap: the object and the key, or names. */
export type ConfigMapKey = ConfigMapKeyRef | { readonly configMap: KubernetesObject; readonly key: string };

/** Whether a value is a Kubernetes object as a construct. */
export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return Construct.isConstruct(value) && "name" in value && "kind" in value && "metadata" in value;
}
