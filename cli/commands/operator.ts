import { type Command, InvalidArgumentError } from "commander";
import { describeExamples, describeExitCodes, exitCodes } from "../exit-codes";
import { clusterFrom } from "../operator/cluster";
import { type Flags, ignoredIn, settingsFrom, truthIn } from "../operator/settings";
import { describeForeseen, describeReleased } from "../operator/table";

interface Options extends Flags {
  kubeconfig?: string;
  dryRun?: boolean;
  release?: boolean;
  logEncoder?: string;
}

const environment = `
Environment:
  OPERATOR_NAMESPACE               namespace of its own Secret and Lease; must be given
  OPERATOR_POD_NAME                the pod's name, from which its Secret's follows; or give --global-api-secret-name
  MDB_MAX_CONCURRENT_RECONCILES    objects of a kind that are worked on at once (default: 5)
`;

/** Adds `operator`. */
export function register(program: Command): void {
  program
    .command("operator")
    .description("make the manifests in a Kubernetes cluster true in Atlas, for as long as it runs")
    .option("--kubeconfig <file>", "the cluster; default: KUBECONFIG, ~/.kube/config, or the pod's own")
    .option("--watch-namespaces <names>", "only these, separated by commas (env WATCH_NAMESPACE); all by default")
    .option("--namespace <names>", "the same, as Ariga's operator calls it")
    .option(
      "--shards <names>",
      "shards beside the default one: replicas share namespaces by their label atlas-iac/shard",
    )
    .option("--label-selector <labels>", "of database objects, only those with these labels")
    .option("--atlas-domain <url>", "address of Atlas (default: https://cloud.mongodb.com/)")
    .option("--global-api-secret-name <name>", "Secret with the operator's own credentials, in OPERATOR_NAMESPACE")
    .option(
      "--object-deletion-protection [boolean]",
      "whether what is in Atlas stays when its object is deleted (env OBJECT_DELETION_PROTECTION; default: true)",
      boolean,
    )
    .option("--subobject-deletion-protection [boolean]", "taken for upstream's sake; has no effect", boolean)
    .option(
      "--independent-sync-period <minutes>",
      "looks at what is in projects not declared here (default: 15)",
      minutes,
    )
    .option(
      "--dev-databases [boolean]",
      "start dev databases that cannot be had in process as Deployments (default: false)",
      boolean,
    )
    .option(
      "--prewarm-dev-db [boolean]",
      "keep their pods when nothing is planned (env PREWARM_DEVDB; default: true)",
      boolean,
    )
    .option(
      "--allow-custom-config [boolean]",
      "let database objects bring a project file (env ALLOW_CUSTOM_CONFIG; default: false)",
      boolean,
    )
    .option("--atlas-command <file>", "the official atlas command line (env ATLAS_IAC_ATLAS_COMMAND)")
    .option("--leader-elect [boolean]", "act only while holding the Lease, of several replicas", boolean)
    .option("--metrics-bind-address <address>", "where /metrics is served (default: :8080)")
    .option("--health-probe-bind-address <address>", "where /healthz and /readyz are served (default: :8081)")
    .option("--log-level <level>", "debug, info, warn, error or fatal, or -9 to 5 (default: info)")
    .option("--log-encoder <name>", "taken for upstream's sake: lines are JSON")
    .option("--dry-run [boolean]", "say what would be changed, by event and table, change nothing, and end", boolean)
    .option(
      "--release [boolean]",
      "let the Secrets go that it holds, and end: once it no longer runs, and is not to come back",
      boolean,
    )
    .addHelpText(
      "after",
      describeExamples([
        ["atlas-iac operator --leader-elect", "as the chart runs it, with the environment below"],
        [
          "OPERATOR_NAMESPACE=atlas-system atlas-iac operator --dry-run --global-api-secret-name atlas-api-key",
          "what an upgrade would do, from any machine",
        ],
        ["atlas-iac operator --watch-namespaces shop,blog", "with rights in these only"],
      ]) +
        environment +
        describeExitCodes({ 0: "stopped by SIGTERM, or the dry run or the release is over", 1: "it could not go on" }),
    )
    .action(run);
}

async function run({ kubeconfig, dryRun, release, ...flags }: Options): Promise<void> {
  const operator = await import("../../provider/operator/index.js");
  const { createLog, endOnDefects, untilTerminated } = await import("../../provider/operator/runtime/index.js");
  const settings = settingsFrom(flags, process.env);
  const log = createLog({ level: settings.logLevel });
  for (const warning of ignoredIn(flags, process.env)) log.warn(warning);
  endOnDefects(log);
  const config = await clusterFrom(kubeconfig);
  const stop = untilTerminated(log);
  if (release) {
    process.stdout.write(describeReleased(await operator.releaseSecrets({ ...settings, config }, stop)));
    process.exitCode = exitCodes.done;
    return;
  }
  if (dryRun) {
    process.stdout.write(
      describeForeseen(await operator.dryRun({ ...settings, config, log: createLog({ level: "fatal" }) }, stop)),
    );
    process.exitCode = exitCodes.done;
    return;
  }
  await operator.startOperator({ ...settings, config }, stop);
}

/** As Go's flags have them: `--leader-elect`, `--leader-elect=false`. */
function boolean(text: string): boolean {
  const value = truthIn(text);
  if (value === undefined) throw new InvalidArgumentError("It must be true or false.");
  return value;
}

function minutes(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of minutes.");
  return Number(text);
}
