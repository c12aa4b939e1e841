import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildEngine, installEngine } from "../schema/build-engine";
import { runVisibly } from "../test/run-visibly";

/** Directories whose sources are compiled into dist/. */
const sources = ["sdk", "provider", "cli"];

/** Builds the package when a source is newer than what was built. @returns the exit code of the compiler */
export async function buildIfStale(root: string): Promise<number> {
  const built = newest(join(root, "dist"), /\.js$/);
  const changed = Math.max(...sources.map((directory) => newest(join(root, directory), /\.(ts|json)$/)));
  if (built >= changed) return 0;
  console.log("Building the package …");
  return runVisibly("npm", ["run", "--silent", "build:code"], root);
}

/**
 * Builds what plans schemas, which needs Go.
 * @returns what is missing, where it cannot be built
 */
export async function buildSchemaEngine(root: string): Promise<string | undefined> {
  try {
    const { built, milliseconds } = await buildEngine();
    if (built) console.log(`Built the schema engine in ${Math.round(milliseconds / 1000)} s`);
    await installEngine(join(root, "dist"));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** When the newest file below a directory was written, in milliseconds since 1970; 0 when there is none. */
function newest(directory: string, name: RegExp): number {
  let entries: string[];
  try {
    entries = readdirSync(directory, { recursive: true, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
  const times = entries.filter((entry) => name.test(entry)).map((entry) => statSync(join(directory, entry)).mtimeMs);
  return Math.max(0, ...times);
}
