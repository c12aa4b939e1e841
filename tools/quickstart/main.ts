import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isAtlasIacError } from "../../sdk/model/errors";
import { pulumiCli } from "../engines/pulumi-cli";
import { runVisibly } from "../test/run-visibly";
import { buildIfStale } from "./build";
import { startSimulatorProcess, stopSimulatorProcess } from "./simulator-process";
import { QuickstartStack } from "./stack";

const root = resolve(__dirname, "../..");
const directory = join(root, ".cache", "quickstart");
const running = join(directory, "running.json");
const manifests = join(root, "examples", "manifests");

/** Simulated seconds a real second: a cluster takes a second or two instead of some minutes. */
const TIME_SCALE = 300;

const USAGE = `usage: npm run quickstart [-- --keep | --stop]

Runs a local Atlas, the real Pulumi engine on examples/quickstart and the real cdk8s on examples/manifests.
  --keep  leaves the local Atlas and the stack up
  --stop  ends what --keep left
`;

async function main(args: readonly string[]): Promise<number> {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== "--keep" && option !== "--stop")) {
    process.stderr.write(USAGE);
    return 2;
  }
  stop();
  if (option === "--stop") return 0;
  const built = await buildIfStale(root);
  if (built !== 0) return built;
  const stack = new QuickstartStack(await pulumiCli(), root, join(directory, "pulumi"), TIME_SCALE);
  mkdirSync(directory, { recursive: true });
  const simulator = await startSimulatorProcess(TIME_SCALE);
  writeFileSync(running, JSON.stringify({ pid: simulator.pid, settings: stack.settings }));
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  console.log(`A local Atlas listens at ${simulator.url}`);
  let keep = false;
  try {
    await stack.create(simulator);
    const ended = await demonstrate(stack);
    keep = ended === 0 && option === "--keep";
    if (keep) explain(stack, simulator.url);
    return ended;
  } finally {
    if (!keep) stop();
  }
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
  console.log("\nMade in the local Atlas:");
  console.table(await stack.made());
  console.log(`The same as manifests: ${relative(process.cwd(), join(manifests, "dist")) || "."}`);
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

/** Ends what an earlier run left, and removes its stack. */
function stop(): void {
  const left = lastRun();
  if (left !== undefined) {
    stopSimulatorProcess(left.pid);
    rmSync(left.settings, { force: true });
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

function lastRun(): { pid: number; settings: string } | undefined {
  try {
    return JSON.parse(readFileSync(running, "utf8")) as { pid: number; settings: string };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The commands of this terminal are interrupted with us; what was started apart from it is not. */
function interrupted(): void {
  stop();
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
