import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { goals, verdicts } from "./goals/goals";

const root = resolve(__dirname, "..");
/** The first run reads the files from the disk, and is not counted. */
const RUNS = 10;

/** `npm run bench -- version`: how long the command line takes to say its version, beside Node.js that does nothing. Milliseconds. */
function main(): void {
  // What is measured is the package as people get it.
  const { status } = spawnSync("npm", ["run", "--silent", "build:code"], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("the package cannot be built");
  const command = [join(root, "dist", "cli", "main.js"), "version"];
  const nothing = ["--eval", "0"];
  const times: { command: number[]; nothing: number[] } = { command: [], nothing: [] };
  // Taken in turns, so that a slow moment of the machine meets both.
  for (let run = 0; run <= RUNS; run++) {
    const taken = { nothing: milliseconds(nothing), command: milliseconds(command) };
    if (run === 0) continue;
    times.nothing.push(taken.nothing);
    times.command.push(taken.command);
  }
  const rows = [
    { what: "atlas-iac version", ...summary(times.command) },
    { what: "Node.js alone", ...summary(times.nothing) },
  ];
  console.table(rows);
  const [{ ms }] = rows as [(typeof rows)[number]];
  process.stdout.write(verdicts({ version: ms }));
  console.log(JSON.stringify({ benchmark: "version", rows, runs: RUNS, goal: goals.version.below }));
}

function milliseconds(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const taken = performance.now() - started;
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stderr}`);
  return taken;
}

function summary(times: readonly number[]): { ms: number; bestMs: number } {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  return { ms: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, bestMs: sorted[0] ?? Number.NaN };
}

main();
