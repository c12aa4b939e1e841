import type { Claims } from "./claims";
import type { Fault } from "./errors";
import type { Form } from "./form";
import { sources } from "./generated/kinds.gen";
import type { Kinds } from "./generated/types.gen";
import type { JsonSchema } from "./json-schema";
import type { KindInfo } from "./kind-info";
import type { Resolved } from "./markers";

/** Name of a kind: `AtlasProject`, … */
export type KindName = keyof Kinds;
/** Spec of a kind, as manifests have it. */
export type SpecOf<K extends KindName> = Kinds[K]["spec"];
/** Status of a kind. */
export type StatusOf<K extends KindName> = Kinds[K]["status"];
/** A rule that a schema cannot say: given a spec of the right shape, in either form, it answers with what is wrong. */
export type Check<Spec> = (spec: Spec | Resolved<Spec>) => Fault[];

/** A rule of the engines. What Atlas keeps to itself may be missing in a resolved spec, where it stays as it is. */
export type Rule<Spec> = (spec: Spec | Resolved<Spec>, form: Form) => Fault[];

/** What the generated registry holds of each kind. */
export interface KindSource<Spec> {
  readonly schema: JsonSchema & { "x-kind": KindInfo };
  readonly check?: Check<Spec>;
  readonly claims?: Claims<Spec>;
  readonly strictCheck?: Rule<Spec>;
  readonly advise?: Rule<Spec>;
}

/** Names of all kinds, in alphabetical order. */
export const kindNames = Object.keys(sources) as readonly KindName[];

/** Whether a text names a kind. */
export function isKindName(name: string): name is KindName {
  return Object.hasOwn(sources, name);
}

/** What engines must know of a kind: names, groups, and where its references, secrets and replacing fields are. */
export function kindInfo(kind: KindName): KindInfo {
  return sources[kind].schema["x-kind"];
}

/** JSON Schema of a kind's spec as manifests have it. */
export function specSchema(kind: KindName): JsonSchema {
  return sources[kind].schema.properties?.spec ?? {};
}

/** JSON Schema of a kind's status. */
export function statusSchema(kind: KindName): JsonSchema {
  return sources[kind].schema.properties?.status ?? {};
}

/**
 * What is wrong with a spec of the right shape beyond what its schema says, wherever it is declared: the declaration contradicts
 * itself, and nobody could make it true.
 */
export function checkSpec<K extends KindName>(kind: K, spec: SpecOf<K> | Resolved<SpecOf<K>>): Fault[] {
  const source: KindSource<SpecOf<K>> = sources[kind];
  return source.check?.(spec) ?? [];
}

/** What Atlas would refuse of a spec of the right shape. In a cluster Atlas is asked, as upstream does. */
export function strictlyCheckSpec<K extends KindName>(
  kind: K,
  spec: SpecOf<K> | Resolved<SpecOf<K>>,
  form: Form,
): Fault[] {
  const source: KindSource<SpecOf<K>> = sources[kind];
  return source.strictCheck?.(spec, form) ?? [];
}

/** What may be a mistake in a spec of the right shape, and is no fault: see `adviseSpec`. */
export function kindAdvice<K extends KindName>(kind: K): KindSource<SpecOf<K>>["advise"] {
  const source: KindSource<SpecOf<K>> = sources[kind];
  return source.advise;
}

/** Says what a specification of a kind claims in Atlas. Absent: nothing, as it is part of what refers to it, or not of Atlas. */
export function kindClaims<K extends KindName>(kind: K): Claims<SpecOf<K>> | undefined {
  const source: KindSource<SpecOf<K>> = sources[kind];
  return source.claims;
}
