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
 * A `Pulumi.yaml` and a `package.json` are added where none are given.
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
  await write({ "Pulumi.yaml": PULUMI_YAML, "package.json": PACKAGE_JSON, ...files });
  return { path, write, remove: () => rm(path, { recursive: true, force: true }) };
}

const PULUMI_YAML = "name: test\nruntime: nodejs\n";
const PACKAGE_JSON = `${JSON.stringify({ name: "test-program", private: true, main: "index.ts" })}\n`;
