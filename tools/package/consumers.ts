import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { runCommand, runOrThrow } from "../engines/command";
import { PackageCheckError } from "./errors";
import { PROGRAMS, type Subpath } from "./programs";

const REPOSITORY = resolve(__dirname, "../..");
const RUN_WITHIN_MS = 60_000;

export type ModuleSystem = "cjs" | "esm";

/**
 * Fresh projects outside of the checkout that use the packed package, a CommonJS and an ESM one under one node_modules.
 * What they install beside it are the versions that this checkout is tried with.
 */
export class Consumers {
  private made = false;

  constructor(
    private readonly directory: string,
    private readonly tarball: string,
  ) {}

  /** Installs the tarball and the given peers, and nothing else that a program could import by accident. */
  async install(peers: readonly string[]): Promise<void> {
    await this.make();
    const versions = await Promise.all(peers.map(async (name) => `${name}@${await installedVersion(name)}`));
    const flags = ["--no-save", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    await runOrThrow("npm", ["install", ...flags, this.tarball, ...versions], { cwd: this.directory });
  }

  /** Compiles all programs under one resolution with the compiler of this checkout, and every declaration they reach. */
  async typeCheck(system: ModuleSystem, resolution: "nodenext" | "bundler"): Promise<void> {
    const module = resolution === "nodenext" ? "nodenext" : "esnext";
    await this.compile(system, ["--noEmit", "--module", module, "--moduleResolution", resolution]);
  }

  /** Runs the programs of some subpaths and holds each to what it must print. */
  async run(system: ModuleSystem, subpaths: readonly Subpath[]): Promise<void> {
    for (const subpath of subpaths) {
      const file = await this.javascript(system, subpath);
      const printed = await runOrThrow(process.execPath, [file], { cwd: dirname(file), timeoutMs: RUN_WITHIN_MS });
      const { prints } = PROGRAMS[subpath];
      if (printed.trim() !== prints) {
        throw new PackageCheckError(`atlas-iac/${subpath} (${system}) printed "${printed.trim()}", not "${prints}"`);
      }
    }
  }

  /** Holds an import without its peers to an error that says what to install. */
  async expectMissing(subpath: Subpath, packages: string): Promise<void> {
    const program = `require("atlas-iac/${subpath}")`;
    const { exitCode, stderr } = await runCommand(process.execPath, ["-e", program], { cwd: this.directory });
    if (exitCode === 0) throw new PackageCheckError(`atlas-iac/${subpath} loads without ${packages}`);
    if (!stderr.includes(`npm install ${packages}`)) {
      throw new PackageCheckError(`atlas-iac/${subpath} without ${packages} does not say what to install:\n${stderr}`);
    }
  }

  private async make(): Promise<void> {
    if (this.made) return;
    this.made = true;
    for (const [system, type] of [
      ["cjs", "commonjs"],
      ["esm", "module"],
    ] as const) {
      const project = join(this.directory, system);
      await mkdir(project, { recursive: true });
      await writeFile(join(project, "package.json"), JSON.stringify({ name: system, private: true, type }));
      for (const [subpath, { source }] of Object.entries(PROGRAMS)) {
        await writeFile(join(project, `${subpath}.ts`), source);
      }
    }
    await writeFile(join(this.directory, "package.json"), JSON.stringify({ name: "consumers", private: true }));
  }

  private async compile(system: ModuleSystem, flags: readonly string[]): Promise<void> {
    const types = ["--types", "node", "--typeRoots", join(REPOSITORY, "node_modules", "@types")];
    const common = ["--strict", "--target", "es2023", ...types];
    const files = Object.keys(PROGRAMS).map((subpath) => `${subpath}.ts`);
    await this.tsc([...common, ...flags, ...files], join(this.directory, system));
  }

  /** One program without its types. Not checked, as a peer that it alone needs may be absent by design. */
  private async javascript(system: ModuleSystem, subpath: Subpath): Promise<string> {
    const project = join(this.directory, system);
    const { default: ts } = await import("typescript");
    const { outputText } = ts.transpileModule(PROGRAMS[subpath].source, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: system === "cjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
        esModuleInterop: true,
      },
    });
    const file = join(project, `${subpath}.js`);
    await writeFile(file, outputText);
    return file;
  }

  private async tsc(args: readonly string[], cwd: string): Promise<void> {
    const compiler = createRequire(__filename).resolve("typescript/bin/tsc");
    await runOrThrow(process.execPath, [compiler, ...args], { cwd });
  }
}

async function installedVersion(name: string): Promise<string> {
  const manifest = await readFile(join(REPOSITORY, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
