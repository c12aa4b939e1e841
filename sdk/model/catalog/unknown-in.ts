import type { Fault } from "../errors";
import { nearest } from "../nearest";

/** Advice on a word that a catalogue does not have; none where there is no catalogue, or no word. `what` is what it should be one of. */
export function unknownIn(known: readonly string[] | undefined, value: unknown, path: string, what: string): Fault[] {
  if (typeof value !== "string" || value === "" || known === undefined) return [];
  if (known.some((one) => plain(one) === plain(value))) return [];
  const meant = nearest(value, known);
  const hint = meant === undefined ? "look it up in Atlas's documentation" : `did you mean ${meant}?`;
  return [{ path, message: `${JSON.stringify(value)} is no ${what} that this release knows: ${hint}` }];
}

/** `eu-west-1` and `EU_WEST_1` are the same region (the operator takes both). */
const plain = (name: string): string => name.toUpperCase().replaceAll("-", "_");
