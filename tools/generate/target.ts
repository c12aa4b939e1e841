import type { Model } from "./model";

/** A file that is checked in, and never edited by hand. */
export interface GeneratedFile {
  /** Path from the root of the repository. */
  path: string;
  content: string;
}

/** One family of generated files. The same model always gives the same bytes. */
export interface Target {
  /** Directory whose generated files are all this target's: one that it no longer makes is stale. */
  readonly owns: { directory: string; pattern: RegExp };
  files(model: Model): GeneratedFile[];
}
