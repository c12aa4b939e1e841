import type { Command } from "commander";
import { coloursFor } from "../colours";
import type { Examination } from "../doctor/finding";
import { describeExamples, describeExitCodes, exitCodes } from "../exit-codes";
import { readManifests } from "../manifest-files";
import type { CredentialOptions } from "../plan/command-line-source";

interface Options extends CredentialOptions {
  namespace: string;
  json?: boolean;
}

/** Adds `doctor`. */
export function register(program: Command): void {
  program
    .command("doctor")
    .description("say whether credentials, roles and network suffice for what is declared")
    .argument("[path...]", "manifests, to look for the kinds and the credentials in use; without, all kinds")
    .option("-n, --namespace <name>", "namespace of the objects that say none", "default")
    .option("--credentials <file>", "manifest of a Secret with the keys to use, whatever other Secrets there are")
    .option("--org-id <id>", "organization to look at")
    .option("--base-url <url>", "where Atlas is, if not at https://cloud.mongodb.com")
    .option("--json", "print one JSON object instead of lines")
    .addHelpText(
      "after",
      `
Reads Atlas and writes nothing. Looks at the credentials and where they come from, whether Atlas answers them,
from which addresses their key may be used (a refusal names the address of this machine), the organization, and
whether their roles suffice for every call that the kinds in use may make.

Credentials are found as \`plan\` finds them; each set that the manifests use is looked at by itself.
${describeExamples([
  ["atlas-iac doctor", "the credentials in the environment, for all kinds"],
  ["atlas-iac doctor manifests/", "those that the manifests use, for the kinds in them"],
  ["atlas-iac doctor --json | jq .ok", "for a script"],
])}${describeExitCodes({ 0: "nothing is in the way; there may be warnings", 1: "something is, or the command was used wrongly" })}`,
    )
    .action(run);
}

async function run(paths: string[], options: Options): Promise<void> {
  const examinations = await examinationsOf(paths, options);
  const ok = examinations.every(({ findings }) => findings.every(({ state }) => state !== "failed"));
  process.exitCode = ok ? exitCodes.done : exitCodes.failed;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ok, examinations }, undefined, 2)}\n`);
    return;
  }
  const { describeExaminations } = await import("../doctor/text.js");
  process.stdout.write(describeExaminations(examinations, coloursFor(process.stdout)));
}

async function examinationsOf(paths: string[], options: Options): Promise<Examination[]> {
  const { patientsOf } = await import("../doctor/patients.js");
  const { examine } = await import("../doctor/examine.js");
  const { commandLineSource } = await import("../plan/command-line-source.js");
  const files = await readManifests(paths);
  const patients = await patientsOf(files, options.namespace, await commandLineSource(options));
  return Promise.all(
    patients.map(async ({ client, settings, kinds }) => ({
      credentials: settings.credentialsFrom,
      findings: await examine(client, settings, kinds),
    })),
  );
}
