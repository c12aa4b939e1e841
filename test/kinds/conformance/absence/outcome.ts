import { isDeepStrictEqual } from "node:util";
import type { Change } from "../../../../provider/kinds/contract";
import { isEmpty } from "./fields";

/** What becomes of a field in Atlas, and the writes it takes. */
export interface Outcome {
  effect: string;
  writes: readonly string[];
}

const told = (effect: string): Outcome => ({ effect, writes: [] });

export const required = told("required");
export const notValid = told("not valid");
export const refused = told("refused");
export const another = told("another object");
const left = told("left as it is");

/** The outcome of a pass, by the values that a field had in Atlas before and after it. */
export function outcomeOf(before: unknown, after: unknown, writes: readonly string[]): Outcome {
  if (writes.length === 0) return left;
  if (isDeepStrictEqual(before, after)) return { effect: "undone", writes };
  if (Array.isArray(before) && Array.isArray(after) && after.length > 0 && isPartOf(after, before))
    return { effect: "cleared but for what others made", writes };
  return { effect: becomes(after), writes };
}

/** The outcome of adopting an object without a field, by what is planned then and not when the field is as it is. */
export function foreseenOutcome(field: string, planned: readonly Change[], otherwise: readonly Change[]): Outcome {
  const known = new Set(otherwise.map(factsOf));
  const more = planned.filter((change) => !known.has(factsOf(change)));
  const differences = more.flatMap((change) => change.differences ?? []).filter(({ path }) => concerns(path, field));
  const parts = more.filter((change) => change.differences === undefined);
  if (differences.length === 0 && parts.length === 0) return left;
  const writes = more.map(({ call }) => call.operation);
  const whole = differences.find(({ path }) => path === `spec.${field}`);
  return { effect: whole ? becomes(whole.to) : "changed", writes };
}

const becomes = (value: unknown): string => (isEmpty(value) ? "cleared" : `becomes \`${JSON.stringify(value)}\``);

const isPartOf = (some: readonly unknown[], all: readonly unknown[]): boolean =>
  some.every((one) => all.some((other) => isDeepStrictEqual(one, other)));

const factsOf = ({ call, description, differences }: Change): string =>
  JSON.stringify([call.operation, description, differences]);

const concerns = (path: string, field: string): boolean =>
  path === `spec.${field}` || path.startsWith(`spec.${field}.`) || path.startsWith(`spec.${field}[`);
