import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isAtlasIacError } from "../../sdk/model/errors";
import { isAtLeast } from "../engines/pulumi-cli";
import { COMPILE_CACHE } from "../engines/pulumi-environment";
import { ENGINE_NAMES, getEngine } from "../engines/registry";
import { JUST_BUILT } from "./just-built";
import { runVisibly } from "./run-visibly";
import { lastLine, type Part, partsOf, table, totals, type VitestReport } from "./summary";
import { withTemporaryDirectory } from "./temporary-directory";

const REPOSITORY = resolve(__dirname, "../..");
const OLDEST_NODE = "22.19.0";

/**
 * `npm test [-- FILTER…]`: builds, gets the real engines, runs the tests and ends with `N passed, N failed`.
 *
 * With `--no-skips`, a skipped test fails the run: for machines that are meant to have every engine. Other arguments go
 * to vitest.
 */
async function main(args: readonly string[]): Promise<number> {
  if (!isAtLeast(process.versions.node, OLDEST_NODE)) {
    process.stderr.write(`Node.js ${OLDEST_NODE} or later is needed, this is ${process.version}: use "npm test".\n`);
    return 1;
  }
  const skipsAllowed = !args.includes("--no-skips");
  const filters = args.filter((argument) => argument !== "--no-skips");
  heading("Build");
  const built = await runVisibly("npm", ["run", "build"], REPOSITORY);
  if (built !== 0) return end([{ name: "build", passed: 0, failed: 1, skipped: 0 }], skipsAllowed);
  if (filters.length === 0) {
    heading("Real engines");
    await getEngines();
  }
  heading("Tests");
  await rm(COMPILE_CACHE, { recursive: true, force: true });
  return end(await runTests(filters), skipsAllowed);
}

/** One after another: two builds at once would only slow each other down. A missing one makes its tests skip later. */
async function getEngines(): Promise<void> {
  for (const name of ENGINE_NAMES) {
    try {
      process.stdout.write(`  ${name}: ${await getEngine(name)}\n`);
    } catch (error) {
      if (!isAtlasIacError(error)) throw error;
      process.stdout.write(`  ${name}: NOT AVAILABLE, its tests will be skipped\n${error.describe()}\n`);
    }
  }
}

function runTests(filters: readonly string[]): Promise<Part[]> {
  return withTemporaryDirectory(async (directory, env) => {
    const file = join(directory, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const vitest = join(REPOSITORY, "node_modules", "vitest", "vitest.mjs");
    const args = [vitest, "run", ...reporters, ...filters];
    const exitCode = await runVisibly(process.execPath, args, REPOSITORY, { ...env, [JUST_BUILT]: "1" });
    const parts = partsOf(await readReport(file), join(REPOSITORY, "test"));
    // Errors outside of any test (a broken worker, a rejection nobody awaits) show in the exit code alone.
    if (exitCode !== 0 && totals(parts).failed === 0) parts.push({ name: "vitest", passed: 0, failed: 1, skipped: 0 });
    return parts;
  });
}

async function readReport(file: string): Promise<VitestReport> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as VitestReport;
  } catch (error) {
    process.stderr.write(`vitest left no report: ${error instanceof Error ? error.message : String(error)}\n`);
    return { testResults: [] };
  }
}

function end(parts: readonly Part[], skipsAllowed: boolean): number {
  heading("Summary");
  const total = totals(parts);
  process.stdout.write(`${table(parts)}\n${lastLine(total)}\n`);
  return total.failed > 0 || (total.skipped > 0 && !skipsAllowed) ? 1 : 0;
}

function heading(text: string): void {
  process.stdout.write(`\n== ${text}\n`);
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.stdout.write(`${lastLine({ name: "total", passed: 0, failed: 1, skipped: 0 })}\n`);
    process.exitCode = 1;
  },
);
