import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, runOrThrow } from "./command";
import { CommandFailedError } from "./errors";
import { goModule } from "./go-module";
import { withProgress } from "./progress";

/** Programs to build from one published Go module. */
export interface GoPrograms {
  /** Main packages by the name of the executable. */
  programs: Readonly<Record<string, string>>;
  /** The module that has them, and its version, as `v1.34.4`. */
  module: string;
  version: string;
  /**
   * For a module that is developed in one tree with modules it depends on, as `k8s.io/kubernetes` is: the version under
   * which those are published. Go ignores the `replace` lines of a dependency, so we repeat them with this version.
   */
  treeVersion?: string;
  /** Newer versions of modules it depends on, where its own do not build with today's Go: `golang.org/x/tools@v0.30.0`. */
  newer?: readonly string[];
  /** Values for package variables, as a release build sets them. */
  variables?: Readonly<Record<string, string>>;
}

/**
 * Builds Go programs into a directory.
 *
 * A module of our own requires theirs, because `go install module@version` refuses modules with replace directives.
 * Minimal version selection picks the same dependencies each time and the checksum database vouches for them, so
 * nothing has to be checked in.
 *
 * @throws CommandFailedError when there is no Go, or a download or the build fails
 */
export async function goBuild(spec: GoPrograms, directory: string): Promise<void> {
  await goMustExist();
  const names = Object.keys(spec.programs).join(", ");
  const workspace = await mkdtemp(join(tmpdir(), "atlas-iac-go-"));
  const go = { cwd: workspace, env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off", CGO_ENABLED: "0" } };
  try {
    await withProgress(`building ${names} ${spec.version} with Go (minutes, but only once)`, async () => {
      await writeFile(join(workspace, "go.mod"), `module atlas-iac.invalid/engines\n\ngo 1.25.0\n`);
      const replacements = spec.treeVersion === undefined ? [] : await treeModules(spec, workspace);
      const edits = replacements.map((path) => `-replace=${path}=${path}@${spec.treeVersion}`);
      await runOrThrow("go", ["mod", "edit", `-require=${spec.module}@${spec.version}`, ...edits], go);
      for (const [name, path] of Object.entries(spec.programs)) {
        await runOrThrow("go", ["get", `${path}@${spec.version}`, ...(spec.newer ?? [])], go);
        // Two compilers at once: more of them starve whatever else the machine does.
        const flags = ["-p", "2", "-trimpath", "-ldflags", linkerFlags(spec), "-o", join(directory, name)];
        await runOrThrow("go", ["build", ...flags, path], go);
      }
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** The modules that the module's own go.mod replaces by directories of its tree. */
async function treeModules({ module, version }: GoPrograms, workspace: string): Promise<string[]> {
  const { goMod } = await goModule(module, version, workspace);
  const text = await readFile(goMod, "utf8");
  return [...text.matchAll(/^\s*(?:replace\s+)?(\S+) => \.\//gm)].flatMap(([, path]) => (path ? [path] : []));
}

function linkerFlags({ variables = {} }: GoPrograms): string {
  return ["-s", "-w", ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}

async function goMustExist(): Promise<void> {
  try {
    await runOrThrow("go", ["env", "GOVERSION"]);
  } catch (error) {
    throw new CommandFailedError("go", "Go is not installed or not on PATH", "", error);
  }
}

/** Runs a freshly built program once, so that one that cannot start here never reaches the cache. */
export async function mustStart(command: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, { timeoutMs: 60_000 });
  if (exitCode !== 0) throw new CommandFailedError([command, ...args].join(" "), `exit code ${exitCode}`, stderr);
  return stdout;
}
