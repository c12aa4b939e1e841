import { type Command, InvalidArgumentError } from "commander";
import { stringify } from "yaml";
import type { OperatorInstall } from "../../sdk/cdk8s/operator/install";
import { describeExamples, describeExitCodes } from "../exit-codes";

interface Options
  extends Pick<
    OperatorInstall,
    | "atlasCommand"
    | "atlasDomain"
    | "crds"
    | "createNamespace"
    | "devDatabases"
    | "image"
    | "name"
    | "namespace"
    | "objectDeletionProtection"
    | "replicas"
    | "serviceMonitor"
    | "shards"
    | "watchNamespaces"
  > {
  render?: boolean;
  globalApiSecretName?: string;
}

const howTo = `It only prints: nothing is sent to a cluster. To install,

  atlas-iac install --render | kubectl apply --server-side -f -
`;

/** Adds `install`. */
export function register(program: Command): void {
  program
    .command("install")
    .description("print what installs the operator in a Kubernetes cluster")
    .option("--render", "print the manifests as YAML; without it, how to apply them")
    .option("--name <name>", "of the Deployment and what is beside it (default: atlas-iac-operator)")
    .option("-n, --namespace <namespace>", "where it runs (default: atlas-system)")
    .option("--create-namespace", "print the namespace too")
    .option("--image <image>", "with tag or digest (default: atlas-iac-operator:<this version>)")
    .option("--watch-namespaces <names>", "only these, separated by commas, with rights in these only", list)
    .option("--shards <names>", "let replicas share namespaces by their label atlas-iac/shard, of these values", list)
    .option("--replicas <count>", "pods, of which one acts (default: 1)", count)
    .option("--dev-databases", "let it start dev databases as Deployments, with the right to make some")
    .option("--atlas-command <path>", "official atlas in the pod (default: on PATH, if there is one)")
    .option("--atlas-domain <url>", "address of Atlas (default: https://cloud.mongodb.com/)")
    .option("--global-api-secret-name <name>", "Secret with the operator's own credentials (default: <name>-api-key)")
    .option("--no-object-deletion-protection", "what is in Atlas is deleted with its object")
    .option("--service-monitor", "print a ServiceMonitor for Prometheus Operator too")
    .option("--no-crds", "leave out the custom resource definitions")
    .addHelpText(
      "after",
      describeExamples([
        ["atlas-iac install --render --create-namespace | kubectl apply --server-side -f -", "install it"],
        ["atlas-iac install --render --watch-namespaces shop,blog", "with rights in these only"],
        ["atlas-iac install --render --no-crds", "where Helm or somebody else owns the definitions"],
      ]) + describeExitCodes({ 0: "printed", 1: "what is asked for cannot be installed" }),
    )
    .action(run);
}

async function run({ render, globalApiSecretName, objectDeletionProtection, ...asked }: Options): Promise<void> {
  if (!render) {
    process.stdout.write(howTo);
    return;
  }
  const { operatorManifests } = await import("../../sdk/cdk8s/operator/manifests.js");
  const { definitionTexts } = await import("../../sdk/cdk8s/operator/package-files.js");
  const manifests = operatorManifests({
    ...asked,
    globalSecretName: globalApiSecretName,
    // Commander's default of a --no option is true, which is the operator's own default as well.
    ...(objectDeletionProtection === false && { objectDeletionProtection }),
  });
  const definitions = asked.crds ? definitionTexts() : [];
  const texts = manifests.map((one) => stringify(one, { lineWidth: 0, aliasDuplicateObjects: false }));
  process.stdout.write([...definitions, ...texts].join("---\n"));
}

const list = (text: string): string[] => text.split(",").flatMap((name) => name.trim() || []);

function count(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
