import type { Model } from "./model";
import { cdk8sConstructs } from "./targets/cdk8s";
import { customResourceDefinitions } from "./targets/crds";
import { helmChart, helmDefinitions, helmTemplates } from "./targets/helm";
import { jsonSchemas } from "./targets/json-schemas";
import { kindRegistry } from "./targets/kinds";
import { pulumiResources } from "./targets/pulumi";
import { referencePages } from "./targets/reference";

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

/** Everything that `npm run generate` writes. A new family of files is one file under targets/ and one line here. */
export const targets: readonly Target[] = [
  cdk8sConstructs,
  customResourceDefinitions,
  helmChart,
  helmDefinitions,
  helmTemplates,
  jsonSchemas,
  kindRegistry,
  pulumiResources,
  referencePages,
];
