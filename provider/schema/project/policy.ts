import { type DiffPolicy, SKIPPABLE } from "../engine/protocol";
import type { Reading } from "./reading";

/** Kinds of change that only the official command line's closed edition plans: to leave them out takes nothing. */
const NEVER_PLANNED = ["view", "func", "proc", "trigger"].flatMap((kind) =>
  ["add", "drop", "modify", "rename"].map((change) => `${change}_${kind}`),
);

/** A `diff` block. What it does not say is as in the policy beneath it. */
export function diffOf(block: Reading | undefined, beneath?: DiffPolicy): DiffPolicy | undefined {
  if (!block) return beneath;
  const skip = block.block("skip");
  const concurrent = block.block("concurrent_index");
  block.end();
  const skipped = skip
    ? SKIPPABLE.filter((kind) => skip.truth(kind) ?? beneath?.skip?.includes(kind) ?? false)
    : beneath?.skip;
  for (const kind of NEVER_PLANNED) skip?.truth(kind);
  skip?.end();
  const policy = {
    skip: skipped,
    concurrentCreate: concurrent?.truth("create") ?? beneath?.concurrentCreate,
    concurrentDrop: concurrent?.truth("drop") ?? beneath?.concurrentDrop,
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

/**
 * A `lint` block. What it does not say is as in the policy beneath it. `review` decides when the closed edition asks for approval;
 * here it is always asked for.
 */
export function lintOf(block: Reading | undefined, beneath?: LintPolicy): LintPolicy | undefined {
  if (!block) return beneath;
  const errors: Record<string, boolean> = { ...beneath?.errors };
  for (const name of ANALYZERS) {
    const analyzer = block.block(name);
    const error = analyzer?.truth("error");
    analyzer?.end();
    if (error !== undefined) errors[name] = error;
  }
  const policy = {
    errors,
    latest: block.count("latest") ?? beneath?.latest,
    format: block.text("format") ?? block.text("log") ?? beneath?.format,
  };
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
