import { type Command, Option } from "commander";
import type { Program } from "../convert/source";
import { describeExamples, describeExitCodes } from "../exit-codes";
import { identityGrammars } from "../import/grammars";
import type { ProjectSources } from "../import/sources";
import { type CredentialOptions, commandLineSource } from "../plan/command-line-source";

const targets = ["pulumi", "cdk8s", "yaml"] as const;

interface Options extends Omit<CredentialOptions, "orgId"> {
  org?: string;
  project: string;
  as: (typeof targets)[number];
  namespace?: string;
  output?: string;
  force?: boolean;
}

/** Adds `import`. */
export function register(program: Command): void {
  const command = program
    .command("import")
    .description("write a project as it is in Atlas as a program or as manifests")
    .requiredOption("--project <name>", "name of the project in Atlas")
    .addOption(new Option("--as <target>", "what to write").choices(targets).makeOptionMandatory())
    .option("--org <id>", "organization that the project is in, where the credentials see several")
    .option("-n, --namespace <name>", "namespace of the objects, in manifests")
    .option("-o, --output <file>", "file to write instead of standard output")
    .option("--force", "overwrite the file that is there")
    .option("--credentials <file>", "manifest of a Secret with the keys to use")
    .option("--base-url <url>", "where Atlas is, if not at https://cloud.mongodb.com")
    .action(run);
  command.addHelpText(
    "after",
    () => `
Reads the project and everything in it, and writes nothing in Atlas. Run at once, what is written changes nothing:
a Pulumi program takes over what exists by the option import, manifests by its names.

Atlas shows no passwords and keys. A program asks the stack's configuration for them and leaves those alone that are
not set; manifests name Secrets, which have to be made. They are listed on standard error.

One object is taken over by the option import of its Pulumi resource, given as
${identityGrammars()}
${describeExamples([
  ["atlas-iac import --project shop --as pulumi -o index.ts", "a program for pulumi up"],
  ["atlas-iac import --project shop --as yaml -n shop > shop.yaml", "manifests for the operator"],
])}${describeExitCodes({ 0: "written", 1: "there is no such project, or it could not be read or written" })}`,
  );
}

async function run(options: Options): Promise<void> {
  const { environmentSource, resolveCredentials } = await import("../../provider/atlas/credentials.js");
  const { createAtlasClient } = await import("../../provider/atlas/client.js");
  const { readProject } = await import("../import/live-project.js");
  const given = await commandLineSource({ ...options, orgId: options.org });
  const api = createAtlasClient({ ...resolveCredentials([given, environmentSource()]), shareReadsMs: 10 * 60_000 });
  const { found, unread } = await readProject(api, options.project);
  const { ProjectSources } = await import("../import/sources.js");
  const sources = new ProjectSources(found, options.as === "pulumi" ? undefined : options.namespace);
  const { text, remarks } = await programOf(options.as, sources);
  const { writeProgram } = await import("../convert/write.js");
  const lost = unread.map((what) => ({ about: "lost" as const, text: what }));
  await writeProgram({ text, remarks: [...remarks, ...lost] }, options);
}

async function programOf(as: Options["as"], { objects, secrets }: ProjectSources): Promise<Program> {
  const sources = { objects, others: [] };
  if (as === "pulumi") {
    const { pulumiProgram } = await import("../convert/pulumi.js");
    const needed = new Set(secrets.filter((one) => one.needed).map(({ name }) => name));
    const { text, remarks } = pulumiProgram(sources, (name) => !needed.has(name));
    // What an operator would do with the objects is no question for those who come from none.
    return { text, remarks: remarks.filter(({ about }) => about !== "know") };
  }
  const made = as === "yaml" ? (await import("../convert/yaml.js")).manifests(sources) : await cdk8s(sources);
  const needed = secrets.map(({ object, name, keys }) => ({
    about: "set" as const,
    text: `${object}: Secret ${name} with ${keys.join(", ")}`,
  }));
  return { text: made.text, remarks: [...made.remarks, ...needed] };
}

const cdk8s = async (sources: Parameters<typeof import("../convert/cdk8s").cdk8sProgram>[0]) =>
  (await import("../convert/cdk8s.js")).cdk8sProgram(sources);
