import { same } from "../canonical";
import { union } from "../project/section";
import type { ObservedAuth, ResolvedAuth } from "./observe";
import { nameOf, resolved, unknownProjects } from "./plan";

/**
 * What is owned after a pass. Of a pass that failed, a declared mapping is owned only where it may have been sent: what is there of its
 * group and says something else is somebody's own. Pure.
 * @param observed Absent: not known.
 */
export function claimAuth(
  desired: ResolvedAuth,
  previous: ResolvedAuth | undefined,
  failed: boolean,
  observed: ObservedAuth | undefined,
): ResolvedAuth {
  const { roleMappings: declared, ...rest } = desired;
  const made = previous?.roleMappings;
  // While it is not enabled nothing is sent: what was made before is still this object's, and what is declared is not yet.
  if (!desired.enabled) return { ...rest, ...(made && { roleMappings: made }) };
  if (!failed || !(made || declared)) return desired;
  const before = new Set(made?.map(nameOf));
  const sent = new Set(maybeSent(desired, observed).map(nameOf));
  const mine = declared?.filter((mapping) => before.has(nameOf(mapping)) || sent.has(nameOf(mapping)));
  return { ...rest, roleMappings: union(made, mine, nameOf) };
}

/** The declared mappings of groups that have either none in Atlas or the declared one. */
function maybeSent(
  desired: ResolvedAuth,
  observed: ObservedAuth | undefined,
): NonNullable<ResolvedAuth["roleMappings"]> {
  const { roleMappings = [] } = desired;
  if (!observed) return roleMappings;
  if (observed.state !== "connected" || unknownProjects(desired, observed.org).length > 0) return [];
  const { org } = observed;
  const there = new Map(org.roleMappings.map((mapping) => [nameOf(mapping), mapping]));
  return roleMappings.filter((mapping) => {
    const found = there.get(nameOf(mapping));
    return !found || same(resolved(mapping, org), found);
  });
}
