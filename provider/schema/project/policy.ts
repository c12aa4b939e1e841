import { type DiffPolicy, SKIPPABLE } from "../engine/protocol";
import type { Reading } from "./reading";

/** Kinds of change that only the official command line's closed edition plans: to leave them out takes nothing. */
const NEVER_PLANNED = ["view", "func", "proc", "trigger"].flatMap((kind) =>
  ["add", "drop", "modify", "rename"].map((change) => `${change}_${kind}`),
);

/** A `diff` block. */
export function diffOf(block: Reading | undefined): DiffPolicy | undefined {
  if (!block) return undefined;
  const skip = block.block("skip");
  const concurrent = block.block("concurrent_index");
  block.end();
  const skipped = skip && SKIPPABLE.filter((kind) => skip.truth(kind) === true);
  for (const kind of NEVER_PLANNED) skip?.truth(kind);
  skip?.end();
  const policy = {
    skip: skipped,
    concurrentCreate: concurrent?.truth("create"),
    concurrentDrop: concurrent?.truth("drop"),
  };
  concurrent?.end();
  return policy;
}

/** An environment's `diff` block over the project's: `skip` is inherited where it has none of its own. */
export function extendDiff(own: DiffPolicy | undefined, project: DiffPolicy | undefined): DiffPolicy | undefined {
  if (!own) return project;
  return { ...own, skip: own.skip ?? project?.skip };
}

/** What a `lint` block asks for. */
export interface LintPolicy {
  /** Which analyzers make a change fail. */
  errors: Readonly<Record<string, boolean>>;
  latest?: number;
  /** Template of `migrate lint`. */
  format?: string;
}

const ANALYZERS = ["destructive", "data_depend", "incompatible", "condrop"];

/** A `lint` block. `review` decides when the closed edition asks for approval; here it is always asked for. */
export function lintOf(block: Reading | undefined): LintPolicy | undefined {
  if (!block) return undefined;
  const errors: Record<string, boolean> = {};
  for (const name of ANALYZERS) {
    const analyzer = block.block(name);
    const error = analyzer?.truth("error");
    analyzer?.end();
    if (error !== undefined) errors[name] = error;
  }
  const policy = { errors, latest: block.count("latest"), format: block.text("format") ?? block.text("log") };
  block.text("review");
  block.end();
  return policy;
}

/** An environment's `lint` block over the project's. */
export function extendLint(own: LintPolicy | undefined, project: LintPolicy | undefined): LintPolicy | undefined {
  if (!own || !project) return own ?? project;
  return {
    errors: Object.keys(own.errors).length > 0 ? own.errors : project.errors,
    latest: own.latest ?? project.latest,
    format: own.format ?? project.format,
  };
}
