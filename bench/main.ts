import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** `npm run bench -- NAME [arguments]` runs bench/NAME.ts; without a name it lists what there is. */
function main([name, ...rest]: readonly string[]): number {
  const names = benchmarkNames();
  if (name === undefined) {
    process.stdout.write(`Benchmarks, run one with "npm run bench -- NAME":\n${list(names)}`);
    return 0;
  }
  if (!names.includes(name)) {
    process.stderr.write(`There is no benchmark "${name}". There are:\n${list(names)}`);
    return 2;
  }
  const file = join(__dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", file, ...rest], { stdio: "inherit" });
  return status ?? 1;
}

/** Files directly in bench/; what they share lives in folders. */
function benchmarkNames(): string[] {
  return readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "main.ts")
    .map((entry) => entry.name.replace(/\.ts$/, ""))
    .sort();
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "  (none)\n" : names.map((name) => `  ${name}\n`).join("");
}

process.exitCode = main(process.argv.slice(2));
