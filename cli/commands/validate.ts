import type { Command } from "commander";
import type { ManifestObject, ManifestReport } from "../../sdk/model/manifest";
import { coloursFor } from "../colours";
import { NothingGivenError } from "../errors";
import { describeExamples, describeExitCodes, exitCodes } from "../exit-codes";
import { readManifests } from "../manifest-files";
import { count, counted } from "../words";

interface Options {
  json?: boolean;
}

/** Adds `validate`. */
export function register(program: Command): void {
  program
    .command("validate")
    .description("say everything that is wrong with manifests")
    .argument("<path...>", "files, directories, or - for standard input; YAML or JSON, any number of documents")
    .option("--json", "print one JSON object instead of lines")
    .addHelpText(
      "after",
      `
Each fault is one line: file:line:column kind/name field: what is wrong, and what is allowed. Unknown
fields and kinds are faults, and so are two declarations of one thing in Atlas, as a role both in its
project and as an object of its own. Objects that Kubernetes or others define are let through.

Warnings are what may be a mistake: regions, instance sizes, rights, alerts and filters that this release
does not know, as Atlas gets new ones; fields that have no effect where they stand; what is said twice.
${describeExamples([
  ["atlas-iac validate manifests/", "all .yaml, .yml and .json files below it"],
  ["cdk8s synth --stdout | atlas-iac validate -", "what an app synthesizes"],
])}${describeExitCodes({ 0: "nothing is wrong", 1: "something is wrong, or could not be read" })}`,
    )
    .action(run);
}

async function run(paths: string[], { json }: Options): Promise<void> {
  const texts = await readManifests(paths);
  const { describeManifestFault, validateManifests } = await import("../../sdk/model/manifest.js");
  const report = validateManifests(texts);
  const { faults, advice, objects } = report;
  if (faults.length === 0 && objects.length === 0) {
    throw new NothingGivenError(`There are no objects in ${paths.join(", ")}.`, {
      hint: "A manifest holds objects with apiVersion, kind, metadata and spec.",
    });
  }
  if (faults.length > 0) process.exitCode = exitCodes.failed;
  if (json) {
    process.stdout.write(`${JSON.stringify(asJson(report), undefined, 2)}\n`);
    return;
  }
  const colours = coloursFor(process.stdout);
  const summary = summaryOf(report, texts.length);
  const warnings = advice.map((one) => describeManifestFault({ ...one, message: `warning: ${one.message}` }));
  const lines = [...faults.map(describeManifestFault), ...warnings.map((line) => colours.yellow(line))];
  process.stdout.write([...lines, faults.length > 0 ? colours.red(summary) : colours.green(summary), ""].join("\n"));
}

function asJson({ faults, advice, objects }: ManifestReport) {
  return {
    valid: faults.length === 0,
    faults,
    warnings: advice,
    objects: objects.map(({ file, line, apiVersion, kind, namespace, name, known }) => ({
      ...{ file, line, apiVersion, kind, namespace, name },
      checked: known !== undefined,
    })),
  };
}

function summaryOf({ faults, advice, objects }: ManifestReport, files: number): string {
  const others = objects.filter(isForeign);
  const where = `${counted(objects.length, "object")} in ${counted(files, "file")}`;
  const kinds = count(others.map(({ kind }) => kind));
  const warned = advice.length > 0 ? `, ${counted(advice.length, "warning")}` : "";
  const passed = `${warned}${others.length > 0 ? `; not checked, as others define them: ${kinds}` : ""}`;
  if (faults.length > 0) return `${counted(faults.length, "fault")} in ${where}${passed}`;
  return `${where}: ${others.length < objects.length ? "all valid" : "nothing to check"}${passed}`;
}

/** What is of an unknown kind in our groups has a fault; what is nobody's fault is somebody else's. */
const isForeign = ({ known, apiVersion }: ManifestObject): boolean =>
  known === undefined && !/^(atlas(\.generated)?\.mongodb\.com|db\.atlasgo\.io)\//.test(apiVersion);
