import { canonical } from "./canonical";
import type { Change, Plan } from "./contract";

/** Whether what exists is as declared, or nothing is left: no change, nothing impossible or broken, nothing that Atlas works on. */
export const isInSync = ({ changes, impossible = [], pending, underWay = [], broken = [] }: Plan): boolean =>
  changes.length === 0 &&
  impossible.length === 0 &&
  pending === undefined &&
  underWay.every(({ outside }) => outside) &&
  broken.length === 0;

/** The plans of the parts of one object as one, in order. Where Atlas works on a part, only that part waits. */
export function joinPlans(parts: readonly Plan[]): Required<Omit<Plan, "pending">> {
  return {
    changes: parts.flatMap(({ changes }) => changes),
    impossible: parts.flatMap(({ impossible = [] }) => impossible),
    underWay: parts.flatMap(({ pending, underWay = [] }) => (pending ? [pending, ...underWay] : underWay)),
    broken: parts.flatMap(({ broken = [] }) => broken),
    notes: parts.flatMap(({ notes = [] }) => notes),
  };
}

/** What tells a change from every other of a pass. */
export const changeKey = ({ call, which }: Change): string => canonical(which === undefined ? call : { call, which });

/** A change as it may be shown and kept: its call without the body, which may hold secrets. */
export function bare({ call: { body: _body, ...call }, ...change }: Change): Change {
  return { ...change, call };
}
