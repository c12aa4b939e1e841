import { keysOf } from "../../../sdk/model/claim-register";
import { type Claim, isOfWhole } from "../../../sdk/model/claims";
import { claimsOf } from "../../../sdk/model/claims-of";
import type { KindName } from "../../../sdk/model/kinds";
import { policyOf } from "../../../sdk/model/object-policy";
import { placesOfObject } from "../../../sdk/model/places-in-manifests";
import { handlerOf, isHandledKind } from "../../kinds/registry";
import type { Json, ManagedObject } from "../cluster/managed-object";

/** Whether objects of a kind add to what they name, and leave there what others add: endpoints to the one service of a region. */
export const isShared = (kind: KindName): boolean => isHandledKind(kind) && handlerOf(kind).planLeaving !== undefined;

/** What a specification, in either form, declares as a whole. What it lists, others may list too: upstream's operator lets them. */
export const wholeClaims = (kind: KindName, spec: Json): readonly Claim[] => claimsOf(kind, spec).filter(isOfWhole);

/**
 * Under what an object is found by those that may declare the same as it: as much as it says by itself, so that what is found is to be
 * looked at. Objects that are to be left alone declare nothing.
 */
export function claimKeys(kind: KindName, { metadata, spec }: ManagedObject): string[] {
  if (!spec || policyOf(metadata.annotations).reconciliation === "skip") return [];
  const { name, namespace } = metadata;
  const places = placesOfObject({ name, namespace, spec });
  return wholeClaims(kind, spec).flatMap((claim) => keysAt(claim, places("project")));
}

/** @param projects Names of the project, where the thing is in one. */
export const keysAt = (claim: Claim, projects: readonly string[]): string[] =>
  keysOf(claim, (within) => (within === "project" ? projects : [within]));
