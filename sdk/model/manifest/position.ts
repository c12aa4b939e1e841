import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from "yaml";
import type { Step } from "../spec-path";

/** A place in a text, both counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/**
 * Where a path of a document is written: the key of a field, the start of an item. Where the path leads to nothing, the last
 * step that is there.
 */
export function positionOf(document: Document, lines: LineCounter, start: unknown, steps: readonly Step[]): Position {
  let node = resolved(start, document);
  let offset = offsetOf(start) ?? 0;
  for (const step of steps) {
    const next = child(node, step, document);
    if (!next) break;
    offset = next.offset ?? offset;
    node = resolved(next.value, document);
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function child(node: unknown, step: Step, document: Document): { offset?: number; value: unknown } | undefined {
  if (isSeq(node) && typeof step === "number") {
    const value = node.items[step];
    return value === undefined ? undefined : { offset: offsetOf(value), value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((one) => keyOf(one) === step);
  if (pair) return { offset: offsetOf(pair.key), value: pair.value };
  const merged = node.items.find((one) => keyOf(one) === "<<");
  const found = merged ? inMerged(merged.value, step, document) : undefined;
  return found && { offset: offsetOf(merged?.key), value: found.value };
}

function inMerged(value: unknown, step: Step, document: Document): { value: unknown } | undefined {
  const source = resolved(value, document);
  const maps = isSeq(source) ? source.items.map((item) => resolved(item, document)) : [source];
  return maps.map((map) => child(map, step, document)).find((found) => found !== undefined);
}

function keyOf(pair: Pair): string | undefined {
  if (!isScalar(pair.key)) return undefined;
  // The value of a merge key is a symbol; its source is what is written.
  return pair.key.source ?? String(pair.key.value);
}

function resolved(value: unknown, document: Document): Node | undefined {
  if (isAlias(value)) return value.resolve(document);
  return isNode(value) ? value : undefined;
}

function offsetOf(value: unknown): number | undefined {
  if (isPair(value)) return offsetOf(value.key);
  return isNode(value) ? value.range?.[0] : undefined;
}
