import type { Command } from "commander";
import type { ManifestFault, ManifestObject } from "../../sdk/model/manifest";
import { coloursFor } from "../colours";
import { NothingGivenError } from "../errors";
import { describeExamples, describeExitCodes, exitCodes } from "../exit-codes";
import { readManifests } from "../manifest-files";
import type { CredentialOptions } from "../plan/command-line-source";
import type { ObjectPlan } from "../plan/outcome";
import { counted } from "../words";

interface Options extends CredentialOptions {
  namespace: string;
  json?: boolean;
}

/** Adds `plan`. */
export function register(program: Command): void {
  program
    .command("plan")
    .description("show what manifests would change in Atlas, without changing anything")
    .argument("<path...>", "files, directories, or - for standard input; YAML or JSON, any number of documents")
    .option("-n, --namespace <name>", "namespace of the objects that say none", "default")
    .option("--credentials <file>", "manifest of a Secret with the keys to use, whatever other Secrets there are")
    .option("--org-id <id>", "organization to look at")
    .option("--base-url <url>", "where Atlas is, if not at https://cloud.mongodb.com")
    .option("--json", "print one JSON object instead of lines")
    .addHelpText(
      "after",
      `
Reads Atlas, and needs no Kubernetes. Objects are found as the operator finds them: by their names, and
by the ids of what they refer to. What they refer to must be among the manifests, too.

Credentials are those of --credentials, else of the Secret that an object or its project names, if it is
among the manifests, else of the environment (MONGODB_ATLAS_PUBLIC_API_KEY and
MONGODB_ATLAS_PRIVATE_API_KEY, or MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET).

Passwords and keys are not compared, as Atlas shows none, and never printed. What is in Atlas and in no
manifest is left alone. The summary counts changes one by one, and replacements and what is in sync by
object. A difference that Atlas lets nobody change is a replacement where the field's documentation says
so, else an error; and so is what is in the way of an object and can be mended in Atlas only.
${describeExamples([
  ["atlas-iac plan manifests/", "before applying them"],
  ["atlas-iac plan --json manifests/ > plan.json", "for a script"],
  ["cdk8s synth --stdout | atlas-iac plan -", "what an app synthesizes"],
])}${describeExitCodes({
  0: "Atlas is as declared",
  1: "something is wrong, or could not be looked at",
  2: "there are changes",
})}`,
    )
    .action(run);
}

async function run(paths: string[], options: Options, command: Command): Promise<void> {
  const { objects, faults } = await validated(await readManifests(paths), options.namespace);
  if (faults.length > 0) {
    await reportFaults(faults, options);
    return;
  }
  const plans = await plansOf(objects, paths, options);
  process.exitCode = exitCodeOf(plans);
  if (options.json) {
    const { plansAsJson } = await import("../plan/json.js");
    process.stdout.write(`${JSON.stringify(plansAsJson(plans), undefined, 2)}\n`);
  } else {
    const { describePlans } = await import("../plan/text.js");
    process.stdout.write(describePlans(plans, coloursFor(process.stdout), command.optsWithGlobals().verbose === true));
  }
}

async function validated(texts: { file: string; text: string }[], namespace: string) {
  const { validateManifests } = await import("../../sdk/model/manifest.js");
  return validateManifests(texts, namespace);
}

async function plansOf(objects: readonly ManifestObject[], paths: string[], options: Options): Promise<ObjectPlan[]> {
  const { ManifestSet } = await import("../plan/manifest-set.js");
  const manifests = new ManifestSet(objects, options.namespace);
  if (manifests.declared.length === 0) {
    throw new NothingGivenError(`There is nothing to plan in ${paths.join(", ")}.`, {
      hint: "A manifest declares objects of a kind of MongoDB Atlas: AtlasProject, AtlasDeployment, AtlasDatabaseUser and others.",
    });
  }
  const { Clients } = await import("../plan/clients.js");
  const { commandLineSource } = await import("../plan/command-line-source.js");
  const { Forecast } = await import("../plan/forecast.js");
  return new Forecast(manifests, new Clients(manifests, await commandLineSource(options))).plans();
}

async function reportFaults(faults: ManifestFault[], { json }: Options): Promise<void> {
  process.exitCode = exitCodes.failed;
  if (json) {
    process.stdout.write(`${JSON.stringify({ faults }, undefined, 2)}\n`);
    return;
  }
  const { describeManifestFault } = await import("../../sdk/model/manifest.js");
  const lines = faults.map(describeManifestFault);
  const summary = coloursFor(process.stdout).red(`${counted(faults.length, "fault")}: nothing was looked at.`);
  process.stdout.write([...lines, summary, ""].join("\n"));
}

/** What is wrong comes before what would change. */
function exitCodeOf(plans: readonly ObjectPlan[]): number {
  const has = (...outcomes: ObjectPlan["outcome"][]): boolean =>
    plans.some(({ outcome }) => outcomes.includes(outcome));
  if (has("failed", "impossible", "blocked")) return exitCodes.failed;
  return has("changes", "replace") ? exitCodes.changes : exitCodes.done;
}
