import type { Claim } from "./claims";
import { type KindName, kindClaims, type SpecOf } from "./kinds";

/**
 * What a valid specification claims.
 * @param isUnknown Tells values that are not known yet (outputs in a Pulumi preview). Nothing is claimed by them.
 */
export function claimsOf(kind: KindName, spec: unknown, isUnknown?: (value: unknown) => boolean): readonly Claim[] {
  const claims = kindClaims(kind);
  return claims?.((isUnknown ? known(spec, isUnknown) : spec) as SpecOf<typeof kind>) ?? [];
}

/** Without what is unknown. Items of lists keep their places, and those that are unknown claim nothing. */
function known(value: unknown, isUnknown: (value: unknown) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => (isUnknown(item) ? {} : known(item, isUnknown)));
  if (typeof value !== "object" || value === null) return isUnknown(value) ? undefined : value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, known(inner, isUnknown)]));
}
