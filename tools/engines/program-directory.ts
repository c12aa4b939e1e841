import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");

/** A program made for one test. */
export interface ProgramDirectory {
  path: string;
  /** Writes or overwrites files, by path relative to the directory. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes a temporary directory inside the checkout with the given files, so that imports find the installed packages,
 * and `atlas-iac` itself (as built by `npm run build`) as a direct dependency, as consumers have it.
 *
 * A `Pulumi.yaml` and a `package.json` are added where none are given. A program without a TypeScript file is run without
 * Pulumi's TypeScript compiler, which takes longer to load than all else of the program.
 */
export async function programDirectory(files: Readonly<Record<string, string>>): Promise<ProgramDirectory> {
  const parent = join(REPOSITORY, ".cache", "programs");
  await mkdir(parent, { recursive: true });
  const path = await mkdtemp(join(parent, "program-"));
  await mkdir(join(path, "node_modules"));
  await symlink(REPOSITORY, join(path, "node_modules", "atlas-iac"));
  const write = async (contents: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(contents)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
  };
  const typescript = Object.keys(files).some((name) => name.endsWith(".ts"));
  await write({ "Pulumi.yaml": pulumiYaml(typescript), "package.json": packageJson(typescript), ...files });
  return { path, write, remove: () => rm(path, { recursive: true, force: true }) };
}

const pulumiYaml = (typescript: boolean) =>
  `name: test\nruntime:\n  name: nodejs\n  options:\n    typescript: ${typescript}\n`;
const packageJson = (typescript: boolean) =>
  `${JSON.stringify({ name: "test-program", private: true, main: typescript ? "index.ts" : "index.js" })}\n`;
