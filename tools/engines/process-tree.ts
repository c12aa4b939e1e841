import { runOrThrow } from "./command";

/** A process as `ps` lists it. */
export interface ListedProcess {
  pid: number;
  parent: number;
  /** Its command line: with the number, proof that it is still the same process. */
  command: string;
}

/** Kills a process and everything that descends from it, at once (SIGKILL), whatever process groups they made. */
export async function killTree(root: number): Promise<void> {
  // Stopped first, so that it starts nothing more while its descendants are listed.
  signal(root, "SIGSTOP");
  const below = await descendants(root);
  for (const pid of [root, ...below.map((process) => process.pid)]) signal(pid, "SIGKILL");
}

/** Everything that descends from a process right now. */
export async function descendants(root: number): Promise<ListedProcess[]> {
  const table = await listProcesses();
  const found: ListedProcess[] = [];
  const queue = [root];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const process of table) {
      if (process.parent !== parent) continue;
      found.push(process);
      queue.push(process.pid);
    }
  }
  return found;
}

/** Kills those that still run. */
export async function killSurvivors(processes: readonly ListedProcess[]): Promise<void> {
  if (processes.length === 0) return;
  const alive = await listProcesses();
  for (const { pid, command } of processes) {
    if (alive.some((process) => process.pid === pid && process.command === command)) signal(pid, "SIGKILL");
  }
}

const LIST = ["-e", "-w", "-w", "-o", "pid=,ppid=,args="];

async function listProcesses(): Promise<ListedProcess[]> {
  const lines = (await runOrThrow("ps", LIST)).split("\n");
  const table = lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command ?? "" }];
  });
  // ps lists itself as a child of ours.
  return table.filter(({ command }) => command !== ["ps", ...LIST].join(" "));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself in the meantime.
    if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
