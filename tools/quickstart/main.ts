import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isAtlasIacError } from "../../sdk/model/errors";
import { pulumiCli } from "../engines/pulumi-cli";
import { runVisibly } from "../test/run-visibly";
import { type PostgresProcess, startPostgresProcess, startSimulatorProcess, stopProcess } from "./background";
import { buildIfStale, buildSchemaEngine } from "./build";
import { QuickstartStack } from "./stack";

const root = resolve(__dirname, "../..");
const directory = join(root, ".cache", "quickstart");
const running = join(directory, "running.json");
const manifests = join(root, "examples", "manifests");

/** Simulated seconds a real second: a cluster takes a second or two instead of some minutes. */
const TIME_SCALE = 300;

const USAGE = `usage: npm run quickstart [-- --keep | --stop]

Runs a local Atlas and a PostgreSQL, the real Pulumi engine on examples/quickstart and the real cdk8s on examples/manifests.
  --keep  leaves the local Atlas, the PostgreSQL and the stack up
  --stop  ends what --keep left
`;

async function main(args: readonly string[]): Promise<number> {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== "--keep" && option !== "--stop")) {
    process.stderr.write(USAGE);
    return 2;
  }
  stop("Ending what an earlier run left up, and removing its stack.");
  if (option === "--stop") {
    console.log("Nothing of the quickstart is running.");
    return 0;
  }
  const built = await buildIfStale(root);
  if (built !== 0) return built;
  const stack = new QuickstartStack(await pulumiCli(), root, join(directory, "pulumi"), TIME_SCALE);
  mkdirSync(directory, { recursive: true });
  const withoutDatabases = await buildSchemaEngine(root);
  const simulator = await startSimulatorProcess(TIME_SCALE);
  note([simulator.pid], stack);
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  console.log(`A local Atlas listens at ${simulator.url}`);
  let keep = false;
  try {
    const databases = withoutDatabases === undefined ? await postgres(simulator.pid, stack) : undefined;
    await stack.create(simulator, databases);
    const ended = await demonstrate(stack);
    keep = ended === 0 && option === "--keep";
    if (keep) explain(stack, simulator.url);
    if (ended !== 0 || withoutDatabases === undefined) return ended;
    console.error(`\nThe two SQL databases of the quickstart were left out: ${withoutDatabases}`);
    return 1;
  } finally {
    if (!keep) stop("The local Atlas has ended, and with it what was made. With --keep it stays up.");
  }
}

async function postgres(simulatorPid: number, stack: QuickstartStack): Promise<PostgresProcess> {
  const server = await startPostgresProcess();
  note([simulatorPid, server.pid], stack);
  console.log("A PostgreSQL with two empty databases runs beside it");
  return server;
}

/** Notes what runs, so that it can be ended whatever becomes of this process. */
function note(pids: number[], { settings }: QuickstartStack): void {
  writeFileSync(running, JSON.stringify({ pids, settings } satisfies LastRun));
}

/** @returns the first exit code that is not 0 */
async function demonstrate(stack: QuickstartStack): Promise<number> {
  const up = await stack.show("up", "--yes");
  if (up !== 0) return up;
  const preview = await stack.show("preview", "--expect-no-changes");
  if (preview !== 0) return preview;
  console.log("\n$ cdk8s synth");
  // Looking for a newer cdk8s would need the network, and fails loudly without it.
  const synth = await runVisibly("cdk8s", ["synth", "--check-upgrade=false"], manifests);
  if (synth !== 0) return synth;
  console.log("\nMade:");
  console.table(await stack.made());
  console.log(`What is of MongoDB Atlas, as manifests: ${relative(process.cwd(), join(manifests, "dist")) || "."}`);
  return 0;
}

function explain(stack: QuickstartStack, url: string): void {
  const file = join(directory, "env.sh");
  stack.writeEnvironment(file);
  console.log(`
The local Atlas stays up at ${url}. To play with the stack:

  . ${relative(process.cwd(), file)}
  pulumi stack output mongoUri --show-secrets
  $EDITOR examples/quickstart/index.ts && pulumi up

To stop it and remove what it made:

  npm run quickstart -- --stop`);
}

/** Ends what a run has up, and removes its stack. Says so if there is anything. */
function stop(saying: string): void {
  const left = lastRun();
  if (left !== undefined) {
    console.log(saying);
    for (const pid of left.pids) stopProcess(pid);
    rmSync(left.settings, { force: true });
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

interface LastRun {
  pids: number[];
  settings: string;
}

function lastRun(): LastRun | undefined {
  try {
    return JSON.parse(readFileSync(running, "utf8")) as LastRun;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The commands of this terminal are interrupted with us; what was started apart from it is not. */
function interrupted(): void {
  stop("Ended, and removed what was made.");
  process.exit(130);
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${isAtlasIacError(error) ? error.describe() : String(error)}\n`);
    process.exitCode = 1;
  },
);
