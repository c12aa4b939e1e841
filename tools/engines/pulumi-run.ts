import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { CommandFailedError } from "./errors";
import { EventLogReader } from "./event-log";
import { descendants, killTree, type ListedProcess } from "./process-tree";
import type { PulumiEvent } from "./pulumi-event";

export interface PulumiRunResult {
  /** `null` when a signal ended the CLI. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  events: PulumiEvent[];
  /** Number of resources by what happened to them, as `{ create: 2, same: 1 }`; empty when the run did not finish. */
  changes: Record<string, number>;
}

/** A running command: await it for the result, or end it half-way. */
export interface PulumiRun extends PromiseLike<PulumiRunResult> {
  /**
   * Ends the run without warning (SIGKILL). `engine`: only the CLI, as when it crashes: a provider that is at work goes
   * on, and lives until the stack is disposed of; `everything`: with all that descends from it, as when the machine dies.
   */
  kill(what: "engine" | "everything"): Promise<PulumiRunResult>;
  /** Asks for an orderly stop, as Ctrl-C does. */
  interrupt(): void;
}

/** What `startRun` runs. */
export interface RunSpec {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** File that the CLI writes its events to; removed at the end. */
  eventLog: string;
  onEvent?: (event: PulumiEvent) => void;
  /** Gets what may outlive an engine that was killed. */
  survivors: ListedProcess[];
}

/** Starts a command of the CLI that changes or previews a stack. */
export function startRun(spec: RunSpec): PulumiRun {
  const child = spawn(spec.command, [...spec.args, "--event-log", spec.eventLog], {
    cwd: spec.cwd,
    env: spec.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output.stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    output.stderr += chunk;
  });
  const follower = spec.onEvent === undefined ? undefined : new EventLogReader(spec.eventLog, spec.onEvent);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) => {
      reject(new CommandFailedError(spec.command, "could not be started", error.message, error));
    });
    // Not "close": plugins that outlive a killed engine hold its pipes open.
    child.on("exit", (exitCode, signal) => {
      if (signal !== null) resolve(null);
      else child.on("close", () => resolve(exitCode));
    });
  });
  const result = ended.finally(() => follower?.stop()).then((exitCode) => finish(spec, exitCode, output));
  return {
    // biome-ignore lint/suspicious/noThenProperty: a run is awaited as a promise is, and can be ended besides.
    then: (onResult, onError) => result.then(onResult, onError),
    kill: async (what) => {
      if (child.pid !== undefined) {
        if (what === "everything") await killTree(child.pid);
        else {
          spec.survivors.push(...(await descendants(child.pid)));
          child.kill("SIGKILL");
        }
      }
      return result;
    },
    interrupt: () => {
      child.kill("SIGINT");
    },
  };
}

async function finish(
  spec: RunSpec,
  exitCode: number | null,
  output: { stdout: string; stderr: string },
): Promise<PulumiRunResult> {
  const events = await readEvents(spec.eventLog);
  await rm(spec.eventLog, { force: true });
  const changes = events.findLast((event) => event.summaryEvent !== undefined)?.summaryEvent?.resourceChanges ?? {};
  return { exitCode, ...output, events, changes };
}

async function readEvents(file: string): Promise<PulumiEvent[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    // A command that fails before the engine starts writes no log.
    if (error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  // What follows the last line break was being written when the CLI was killed.
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as PulumiEvent);
}
