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

/**
 * Starts a simulated Atlas.
 * @param timeScale Simulated seconds a real second.
 * @throws CommandFailedError when it ends before it listens
 */
export async function startSimulatorProcess(timeScale: number): Promise<SimulatorProcess> {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const program = join(__dirname, "simulator.ts");
  const child = spawn(process.execPath, ["--import", loader, program, String(timeScale)], {
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
    throw new CommandFailedError("the simulator", "it ended before it listened", "");
  }
  const facts = JSON.parse(first) as Omit<SimulatorProcess, "pid">;
  return { pid: child.pid, ...facts };
}

/** Ends a simulated Atlas; one that has ended already is no error. */
export function stopSimulatorProcess(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
