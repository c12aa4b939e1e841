import { isDeepStrictEqual } from "node:util";
import type { DefinitionFacts } from "./facts";

/** One fact in which a definition of ours is not as upstream's. */
export interface Difference {
  /** What differs: a field's path, or `names`, `printerColumns`, `cel`. */
  where: string;
  ours: string;
  theirs: string;
}

/** Every fact in which two definitions differ, either way round. */
export function compareFacts(ours: DefinitionFacts, theirs: DefinitionFacts): Difference[] {
  const paths = [...new Set([...Object.keys(theirs.fields), ...Object.keys(ours.fields)])];
  return [
    ...difference("names", ours.names, theirs.names),
    ...difference("printerColumns", sorted(ours.printerColumns), sorted(theirs.printerColumns)),
    ...difference("cel", sorted(ours.cel), sorted(theirs.cel)),
    ...paths.flatMap((path) => difference(path, comparable(ours.fields[path]), comparable(theirs.fields[path]))),
  ];
}

/** The order of allowed values means nothing. */
function comparable<T extends { enum?: string[] }>(field: T | undefined): T | undefined {
  return field?.enum ? { ...field, enum: [...field.enum].sort() } : field;
}

function sorted<T>(items: T[]): T[] {
  return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function difference(where: string, ours: unknown, theirs: unknown): Difference[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  return [{ where, ours: text(ours), theirs: text(theirs) }];
}

function text(value: unknown): string {
  return value === undefined ? "(absent)" : JSON.stringify(value);
}
