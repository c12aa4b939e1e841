import type { Difference } from "../contract";

/** An object that is one thing in Atlas does not become another: the declared id must be its own. Absent, it is whichever it is. */
export function otherId(declared: string | undefined, own: string): Difference | undefined {
  return declared === undefined || declared === own ? undefined : { path: "spec.id", from: own, to: declared };
}
