import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { CommandFailedError } from "../engines/errors";

/** A simulated Atlas in a process of its own, which can outlive this one. */
export interface SimulatorProcess {
  pid: number;
  url: string;
  orgId: string;
  publicKey: string;
  privateKey: string;
}

/** A PostgreSQL server in a process of its own, with two empty databases. */
export interface PostgresProcess {
  pid: number;
  catalogUrl: string;
  deliveriesUrl: string;
}

/**
 * Starts a simulated Atlas.
 * @param timeScale Simulated seconds a real second.
 * @throws CommandFailedError when it ends before it listens
 */
export async function startSimulatorProcess(timeScale: number): Promise<SimulatorProcess> {
  const { pid, said } = await start("simulator.ts", "the simulator", String(timeScale));
  return { pid, ...(said as Omit<SimulatorProcess, "pid">) };
}

/** Starts a PostgreSQL. @throws CommandFailedError when it ends before it listens */
export async function startPostgresProcess(): Promise<PostgresProcess> {
  const { pid, said } = await start("postgres.ts", "PostgreSQL");
  return { pid, ...(said as Omit<PostgresProcess, "pid">) };
}

/** Runs a program of this directory that tells in one line of JSON what it serves, and goes on. */
async function start(program: string, what: string, ...args: string[]): Promise<{ pid: number; said: unknown }> {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const child = spawn(process.execPath, ["--import", loader, join(__dirname, program), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    // Not this terminal's Ctrl-C, but whoever started it, ends it.
    detached: true,
  });
  const lines = createInterface({ input: child.stdout });
  const [first]: unknown[] = await Promise.race([once(lines, "line"), once(child, "exit")]);
  lines.close();
  child.stdout.destroy();
  child.unref();
  if (typeof first !== "string" || child.pid === undefined) {
    throw new CommandFailedError(what, "it ended before it listened", "");
  }
  return { pid: child.pid, said: JSON.parse(first) };
}

/** Ends what runs in the background; one that has ended already is no error. */
export function stopProcess(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
