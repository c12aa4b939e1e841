import {
  type Document,
  type DocumentOptions,
  LineCounter,
  type ParseOptions,
  parseAllDocuments,
  type SchemaOptions,
  type YAMLError,
} from "yaml";
import { isRecord } from "../is-record";
import type { Step } from "../spec-path";
import { type Position, positionOf } from "./position";

/** One object of a manifest, as it is written. */
export interface WrittenObject {
  /** The object as plain data. */
  value: Record<string, unknown>;
  /** Where a path of the object is written. */
  at(steps: readonly Step[]): Position;
}

/** Something that is no object, or no YAML at all. */
export interface UnreadablePart extends Position {
  message: string;
}

export interface WrittenObjects {
  objects: WrittenObject[];
  unreadable: UnreadablePart[];
}

/** What Kubernetes takes for text although YAML 1.1 has types for it. */
const textThere: ReadonlySet<string> = new Set(
  ["timestamp", "binary", "omap", "pairs", "set"].map((name) => `tag:yaml.org,2002:${name}`),
);

/** YAML as Kubernetes reads it: that of 1.1, in which `yes`, `on` and `y` are booleans, but without its dates and times. */
const kubernetesYaml: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.1",
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === "string" || !(textThere.has(tag.tag) || tag.format === "TIME")),
};

/** Reads YAML (or JSON) text with any number of documents. A `List` counts as the objects in it; empty documents as nothing. */
export function readObjects(text: string): WrittenObjects {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...kubernetesYaml, lineCounter: lines, prettyErrors: false });
  const read: WrittenObjects = { objects: [], unreadable: [] };
  for (const document of documents) {
    const broken = [...document.errors, ...document.warnings];
    if (broken.length > 0) read.unreadable.push(...broken.map((error) => unreadable(error, lines)));
    else if (document.contents !== null) readDocument(document, lines, read);
  }
  return read;
}

function unreadable(error: YAMLError, lines: LineCounter): UnreadablePart {
  const { line, col } = lines.linePos(error.pos[0]);
  return { line, column: col, message: `cannot be read as YAML: ${error.message}` };
}

function readDocument(document: Document, lines: LineCounter, read: WrittenObjects): void {
  const at = (steps: readonly Step[]) => positionOf(document, lines, document.contents, steps);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // The reader gives up on anchors that unfold into too much.
    read.unreadable.push({
      ...at([]),
      message: `cannot be read as YAML: ${error instanceof Error ? error.message : error}`,
    });
    return;
  }
  if (value === null) return;
  if (holdsItself(value)) {
    read.unreadable.push({
      ...at([]),
      message: "an alias stands inside what it is an alias of: nobody could write that out",
    });
    return;
  }
  if (!isListObject(value)) {
    addObject(value, at, read);
    return;
  }
  const items = value.items === null ? [] : value.items;
  if (!Array.isArray(items)) {
    read.unreadable.push({ ...at(["items"]), message: "items of a List must be a list of objects" });
    return;
  }
  items.forEach((item, index) => {
    addObject(item, (steps) => at(["items", index, ...steps]), read);
  });
}

function addObject(value: unknown, at: WrittenObject["at"], read: WrittenObjects): void {
  if (isRecord(value)) read.objects.push({ value, at });
  else read.unreadable.push({ ...at([]), message: "must be an object with apiVersion, kind and metadata" });
}

function isListObject(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && value.apiVersion === "v1" && value.kind === "List";
}

/** Whether something is found again within itself, as an alias inside its own anchor makes it. */
function holdsItself(value: unknown, around: readonly unknown[] = []): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (around.includes(value)) return true;
  const within = [...around, value];
  return Object.values(value).some((item) => holdsItself(item, within));
}
