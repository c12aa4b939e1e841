import { type Command, Option } from "commander";
import type { Program, Sources } from "../convert/source";
import { NothingGivenError } from "../errors";
import { describeExamples, describeExitCodes, exitCodes } from "../exit-codes";
import { readManifests } from "../manifest-files";

const targets = ["pulumi", "cdk8s"] as const;

interface Options {
  as: (typeof targets)[number];
  output?: string;
  force?: boolean;
}

/** Adds `convert`. */
export function register(program: Command): void {
  program
    .command("convert")
    .description("write manifests as a Pulumi program or a cdk8s app")
    .argument("<path...>", "files, directories, or - for standard input; YAML or JSON, any number of documents")
    .addOption(new Option("--as <target>", "what to write").choices(targets).makeOptionMandatory())
    .option("-o, --output <file>", "file to write instead of standard output")
    .option("--force", "overwrite the file that is there")
    .addHelpText(
      "after",
      `
Takes manifests of this package and of the upstream operators. What refers to another object among the manifests
refers to its variable in the program. Values of Secrets never get into the program: in Pulumi they are secrets of
the stack's configuration, in cdk8s the names of the Secrets stay. What must be set before the first run, and what
the target cannot say, is listed on standard error.

What exists in Atlas already, a Pulumi program takes over with the option import.
${describeExamples([
  ["atlas-iac convert --as pulumi manifests/ -o index.ts", "a program for pulumi up"],
  ["kubectl get atlas -A -o yaml | atlas-iac convert --as cdk8s -", "a cluster's objects of MongoDB, as an app"],
])}${describeExitCodes({ 0: "written", 1: "a manifest has a fault, or a file could not be read or written" })}`,
    )
    .action(run);
}

async function run(paths: string[], { as, output, force }: Options): Promise<void> {
  const sources = await sourcesIn(paths);
  if (sources === undefined) return;
  const { writeProgram } = await import("../convert/write.js");
  await writeProgram(await programOf(as, sources), { output, force });
}

/** What the manifests declare; nothing, and every fault on standard output, when there is one. */
async function sourcesIn(paths: string[]): Promise<Sources | undefined> {
  const texts = await readManifests(paths);
  const { describeManifestFault, validateManifests } = await import("../../sdk/model/manifest.js");
  const { sourcesOf } = await import("../convert/sources.js");
  const { objects, faults } = validateManifests(texts);
  if (faults.length > 0) {
    process.stderr.write(`${[...faults.map(describeManifestFault), "Nothing was written."].join("\n")}\n`);
    process.exitCode = exitCodes.failed;
    return undefined;
  }
  const sources = sourcesOf(objects);
  if (sources.objects.length > 0) return sources;
  throw new NothingGivenError(`There is nothing to convert in ${paths.join(", ")}.`, {
    hint: "A manifest declares objects of atlas.mongodb.com or db.atlasgo.io.",
  });
}

async function programOf(as: Options["as"], sources: Sources): Promise<Program> {
  if (as === "pulumi") return (await import("../convert/pulumi.js")).pulumiProgram(sources);
  return (await import("../convert/cdk8s.js")).cdk8sProgram(sources);
}
