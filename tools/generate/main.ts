import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readModel, repositoryRoot } from "./read";
import { ModelError } from "./tags";
import type { GeneratedFile } from "./target";
import { targets } from "./targets";

/** Writes every generated file, or with `--check` says which are stale. */
function main(args: string[]): number {
  const root = repositoryRoot(__dirname);
  const unknown = args.filter((one) => one !== "--check");
  if (unknown.length > 0) {
    console.error(`unknown argument ${unknown.join(" ")}\nusage: npm run generate [-- --check]`);
    return 2;
  }
  const model = readModel(root);
  const files = targets.flatMap((target) => target.files(model));
  const wanted = new Set(files.map((file) => file.path));
  const changed = files.filter((file) => isStale(root, file));
  const leftOver = targets.flatMap((target) => owned(root, target.owns)).filter((file) => !wanted.has(file));
  if (args.includes("--check")) return report([...changed.map((file) => file.path), ...leftOver]);
  for (const file of changed) write(root, file);
  for (const file of new Set(leftOver)) rmSync(path.join(root, file));
  console.log(`${files.length} generated files, ${changed.length} written, ${new Set(leftOver).size} removed`);
  return 0;
}

function report(stale: string[]): number {
  for (const file of new Set(stale)) console.error(`stale: ${file}`);
  if (stale.length > 0) console.error("run `npm run generate` and commit what it writes");
  return stale.length > 0 ? 1 : 0;
}

function owned(root: string, { directory, pattern }: { directory: string; pattern: RegExp }): string[] {
  const at = path.join(root, directory);
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .filter((name) => pattern.test(name))
    .map((name) => `${directory}/${name}`);
}

function isStale(root: string, file: GeneratedFile): boolean {
  const at = path.join(root, file.path);
  return !existsSync(at) || readFileSync(at, "utf8") !== file.content;
}

function write(root: string, file: GeneratedFile): void {
  const at = path.join(root, file.path);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, file.content);
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ModelError)) throw error;
  console.error(error.describe());
  process.exitCode = 1;
}
