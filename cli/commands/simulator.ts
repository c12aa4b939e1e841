import { type Command, InvalidArgumentError } from "commander";
import type { Simulator } from "../../provider/simulator";
import type { SimulatorOptions } from "../../provider/simulator/options";
import type { RequestRecord } from "../../provider/simulator/request-log";
import { codeOf, FileError, OptionError } from "../errors";
import { describeExamples, describeExitCodes } from "../exit-codes";

interface Options {
  port: number;
  host: string;
  timeScale: number;
  persist?: string;
  seed?: string;
  latency: number;
  rateLimit?: number;
  logRequests?: boolean;
}

/** Adds `simulator`. */
export function register(program: Command): void {
  program
    .command("simulator")
    .description("run a simulated MongoDB Atlas on this machine")
    .option("-p, --port <port>", "TCP port to listen on; 0 takes any free one", port, 0)
    .option("--host <address>", "address to listen on; others than this let other machines in", "127.0.0.1")
    .option("--time-scale <factor>", "simulated seconds a second: 60 makes a cluster in 7 s, not 7 min", positive, 1)
    .option("--persist <file>", "SQLite file that keeps everything over restarts")
    .option("--seed <text>", "what ids and keys are drawn from: the same text, the same keys")
    .option("--latency <ms>", "delay of every answer, in milliseconds", natural, 0)
    .option("--rate-limit <requests>", "requests a simulated minute for each project and organization", count)
    .option("--log-requests", "print a line on standard error for every request")
    .addHelpText(
      "after",
      describeExamples([
        ["atlas-iac simulator --time-scale 60", "an Atlas in a hurry; Ctrl-C stops it"],
        ["atlas-iac simulator --port 8080 > atlas.env", "then, elsewhere: source atlas.env"],
        ["atlas-iac simulator --persist atlas.db", "goes on where it was stopped"],
      ]) + describeExitCodes({ 0: "stopped by Ctrl-C or SIGTERM", 1: "it could not start" }),
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { startSimulator } = await import("../../provider/simulator/index.js");
  const simulator = await startSimulator(settingsOf(options)).catch((error: unknown) => {
    throw startFailure(error, options);
  });
  // Before anything is printed: who reads the lines may send the signal at once.
  const stopped = stopSignal();
  // Shells and files get the lines that set the environment; people get the rest.
  process.stderr.write(`A simulated Atlas listens on ${simulator.url}. Ctrl-C stops it.\n`);
  process.stdout.write(environmentOf(simulator));
  await stopped;
  await simulator.stop();
}

function settingsOf({ port, host, timeScale, persist, seed, latency, rateLimit, logRequests }: Options) {
  const settings: SimulatorOptions = { port, host, timeScale, latencyMs: latency };
  if (persist !== undefined) settings.persistTo = persist;
  if (seed !== undefined) settings.seed = seed;
  if (rateLimit !== undefined) settings.rateLimit = { requestsPerMinute: rateLimit };
  if (logRequests) settings.log = logRequest;
  return settings;
}

function logRequest({ method, path, query, status, operation, principal }: RequestRecord): void {
  const what = query === "" ? path : `${path}?${query.replace(/^\?/, "")}`;
  process.stderr.write(`${status} ${method} ${what} ${operation ?? "-"} ${principal ?? "-"}\n`);
}

/** Credentials are one family or the other: the second is for whoever wants to try it instead. */
function environmentOf({ url, orgId, apiKey, serviceAccount }: Simulator): string {
  return `export MONGODB_ATLAS_BASE_URL=${url}
export MONGODB_ATLAS_ORG_ID=${orgId}
export MONGODB_ATLAS_PUBLIC_API_KEY=${apiKey.publicKey}
export MONGODB_ATLAS_PRIVATE_API_KEY=${apiKey.privateKey}
# or, instead of the API key, a service account:
# export MONGODB_ATLAS_CLIENT_ID=${serviceAccount.clientId}
# export MONGODB_ATLAS_CLIENT_SECRET=${serviceAccount.clientSecret}
`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}

function startFailure(error: unknown, { port, host, persist }: Options): unknown {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return new OptionError(`Port ${port} of ${host} is taken.`, {
        hint: "Choose another --port; 0 takes any free one.",
        cause: error,
      });
    case "EACCES":
      return new OptionError(`Port ${port} of ${host} may not be listened on.`, {
        hint: "Choose a --port above 1023.",
        cause: error,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new OptionError(`${host} is no address of this machine.`, {
        hint: "Leave --host out, or name an address of this machine.",
        cause: error,
      });
    case "ERR_SQLITE_ERROR":
      return new FileError(`Cannot keep state in ${persist}: ${error instanceof Error ? error.message : error}`, {
        hint: "Name a file in a directory that exists and can be written to, made by the simulator or not yet there.",
        cause: error,
      });
    default:
      return error;
  }
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("A port is 0 to 65535.");
  return Number(text);
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError("It must be a number above zero.");
  }
  return value;
}

function natural(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, not negative.");
  return Number(text);
}

function count(text: string): number {
  if (natural(text) === 0) throw new InvalidArgumentError("It must be at least 1.");
  return Number(text);
}
