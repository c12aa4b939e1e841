import { createHash } from "node:crypto";
import { chmod, link, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { cacheEntry } from "../cache";

/**
 * `@pulumi/pulumi` sets it while it loads, and V8 takes no code from a cache (NODE_COMPILE_CACHE) that was compiled under other
 * flags: set from the start, each of a run's processes can use what any of them compiled.
 */
const NATIVES = "--allow-natives-syntax";

/** What a process loads outlives its start: room for all of it in the young generation spares moving it, a fifth of the start's time. */
const YOUNG_GENERATION = "--min-semi-space-size=64 --max-semi-space-size=64";

const V8_FLAGS = `${NATIVES} ${YOUNG_GENERATION}`;

/**
 * Lays a self-built CLI out as the official distribution is: the executable, and beside it, where the engine looks for
 * them without a warning, the language host and the plugin of dynamic providers, both our stand-ins.
 *
 * The engine starts three of these processes a command, so they are compiled here rather than at each start. The launchers
 * hold absolute paths (our Node, this checkout) and the compiled text is that of today: the directory is named after both.
 *
 * @param cli absolute path of the self-built CLI, in the cache
 * @returns absolute path of the CLI to use
 */
export async function installLanguageHost(cli: string): Promise<string> {
  const program = await compiledHost();
  const packages = resolve(__dirname, "../../../node_modules");
  const identity = JSON.stringify([cli, packages, launcherOf(""), program]);
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  const directory = await cacheEntry(`pulumi-with-host-${digest}`, async (staging) => {
    await mkdir(join(staging, "host"));
    for (const [name, text] of program) await writeFile(join(staging, "host", name), text);
    await symlink(packages, join(staging, "host", "node_modules"));
    await writeLauncher(join(staging, "pulumi-language-nodejs"), "main.js");
    await writeLauncher(join(staging, "pulumi-resource-pulumi-nodejs"), "dynamic-provider.js");
    // A hard link: the engine looks beside the file itself, and would follow a symbolic one.
    await link(cli, join(staging, "pulumi"));
  });
  return join(directory, "pulumi");
}

/** A script that starts a module of the host; the engine calls it by its absolute path. */
function launcherOf(module: string): string {
  const start = `exec "${process.execPath}" ${V8_FLAGS} --require "$host/defer-packages.js" "$host/${module}" "$@"`;
  return `#!/bin/sh\nhost="\${0%/*}/host"\n${start}\n`;
}

async function writeLauncher(path: string, module: string): Promise<void> {
  await writeFile(path, launcherOf(module));
  await chmod(path, 0o755);
}

/** The modules of the host as JavaScript: file name and text, in order of name. */
async function compiledHost(): Promise<[name: string, text: string][]> {
  const names = (await readdir(__dirname)).filter((name) => name !== basename(__filename)).sort();
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => {
      const source = await readFile(join(__dirname, name), "utf8");
      return [name.replace(/\.ts$/, ".js"), transpileModule(source, { compilerOptions }).outputText];
    }),
  );
}
