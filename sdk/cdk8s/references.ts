import type { Fault } from "../model/errors";
import type { Reference } from "../model/kind-info";
import { isKubernetesObject, type KubernetesObject } from "./objects";

/** The object whose references are written. */
export interface Referrer {
  readonly namespace?: string;
  /** Told of every construct that is referred to. */
  dependOn(target: KubernetesObject): void;
  fault(fault: Fault): void;
}

/**
 * The reference as a manifest has it, made from what a program gave: a construct becomes its name, with its namespace where that
 * is another one; names stay as they are.
 */
export function renderReference(value: object, place: Reference, path: string, referrer: Referrer): object {
  if (isKubernetesObject(value)) return named(value, place, path, referrer);
  const holder = "secret" in value ? value.secret : "configMap" in value ? value.configMap : undefined;
  if (!isKubernetesObject(holder)) return value;
  const { secret: _secret, configMap: _configMap, ...rest } = value as { secret?: unknown; configMap?: unknown };
  return { ...named(holder, place, path, referrer), ...rest };
}

function named(target: KubernetesObject, place: Reference, path: string, referrer: Referrer): object {
  const kind = kindOf(place);
  if (target.kind !== kind) {
    const given = `${target.kind} ${target.node.path}`;
    referrer.fault({ path, message: `must refer to an object of kind ${kind}, and ${given} is not one` });
  }
  referrer.dependOn(target);
  return { name: target.name, ...namespaceOf(target, place, path, referrer) };
}

function namespaceOf(target: KubernetesObject, place: Reference, path: string, referrer: Referrer): object {
  const theirs = target.metadata.namespace;
  if (theirs === referrer.namespace) return {};
  if (theirs !== undefined && place.namespaced) return { namespace: theirs };
  const why = place.namespaced ? "give it a namespace too" : "this reference cannot leave the namespace";
  const where = `${target.kind} ${target.node.path} is in ${called(theirs)}`;
  referrer.fault({
    path,
    message: `${where}, and the object that refers to it in ${called(referrer.namespace)}: ${why}`,
  });
  return {};
}

function called(namespace: string | undefined): string {
  return namespace === undefined ? "no declared namespace" : `namespace ${namespace}`;
}

function kindOf(place: Reference): string {
  if (place.target !== undefined) return place.target;
  return place.marker === "configMapKey" || place.marker === "configMap" ? "ConfigMap" : "Secret";
}
