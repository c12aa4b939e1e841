import { type KindName, kindInfo } from "../../../sdk/model/kinds";
import type { Condition, KubeObject, Resource } from "../runtime";

export type Json = Record<string, unknown>;

/** What upstream's custom resources have in common, and the fields of each kind beside it. */
export interface ManagedStatus extends Json {
  conditions?: Condition[];
  observedGeneration?: number;
}

/** An object of one of our kinds. Its API server has validated it against the definition that is installed there. */
export interface ManagedObject extends KubeObject {
  spec?: Json;
  status?: ManagedStatus;
}

/** Where objects of a kind live in the API. */
export function resourceOf(kind: KindName): Resource<ManagedObject> {
  const { group, version, plural } = kindInfo(kind);
  return { group, version, kind, plural, namespaced: true };
}

/** Namespace of a namespaced object. */
export const namespaceOf = ({ metadata }: KubeObject): string => metadata.namespace ?? "default";
