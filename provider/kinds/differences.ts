import { same } from "./canonical";
import type { Difference } from "./contract";

/** Fields of `declared` that `observed` has otherwise. What is not declared does not differ. Both sides are normalised. */
export function differences<T extends object>(declared: Partial<T>, observed: T, prefix = "spec"): Difference[] {
  const there = new Map(Object.entries(observed));
  return Object.entries(declared)
    .filter(([field, value]) => value !== undefined && !same(value, there.get(field)))
    .map(([field, to]) => ({ path: `${prefix}.${field}`, from: there.get(field), to }));
}

/** The fields of `declared` that `differing` names, for the body of a call. */
export function changed<T extends object>(declared: T, differing: readonly Difference[], prefix = "spec"): Partial<T> {
  const paths = new Set(differing.map(({ path }) => path));
  const kept: Partial<T> = { ...declared };
  for (const field of Object.keys(declared) as (keyof T & string)[]) {
    if (!paths.has(`${prefix}.${field}`)) delete kept[field];
  }
  return kept;
}

/** Names of the differing fields, for people: `roles, description`. */
export const fieldNames = (differing: readonly Difference[]): string =>
  differing.map(({ path }) => path.replace(/^spec\.(?:deploymentSpec\.|flexSpec\.|serverlessSpec\.)?/, "")).join(", ");
