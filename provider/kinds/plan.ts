import type { Change, Plan } from "./contract";

/** Whether what exists is as declared, or nothing is left: no change, nothing impossible, nothing pending. */
export const isInSync = ({ changes, impossible = [], pending }: Plan): boolean =>
  changes.length === 0 && impossible.length === 0 && pending === undefined;

/** A change as it may be shown and kept: its call without the body, which may hold secrets. */
export function bare({ call: { body: _body, ...call }, ...change }: Change): Change {
  return { ...change, call };
}
