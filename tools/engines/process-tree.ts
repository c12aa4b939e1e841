import { runOrThrow } from "./command";

/** Kills a process and everything that descends from it, at once (SIGKILL), children of other process groups included. */
export async function killTree(root: number): Promise<void> {
  // Stopped first, so that it starts nothing more while its descendants are listed.
  signal(root, "SIGSTOP");
  for (const pid of [root, ...(await descendants(root))]) signal(pid, "SIGKILL");
}

async function descendants(root: number): Promise<number[]> {
  const table = (await runOrThrow("ps", ["-e", "-o", "pid=,ppid="]))
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found: number[] = [];
  const queue = [root];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const [pid, ppid] of table) {
      if (ppid !== parent || pid === undefined) continue;
      found.push(pid);
      queue.push(pid);
    }
  }
  return found;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself in the meantime.
    if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
