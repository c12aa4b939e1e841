import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, runOrThrow } from "./command";
import { CommandFailedError } from "./errors";
import { withProgress } from "./progress";

/** A Go program to build from its published module. */
export interface GoProgram {
  /** Name of the executable. */
  name: string;
  /** Import path of the main package. */
  package: string;
  /** Module that has the package, and its version. */
  module: string;
  version: string;
  /** Modules that must be taken at another version, by path: Go ignores the `replace` lines of a dependency. */
  replacements?: Readonly<Record<string, string>>;
  /** Values for package variables, as a release build sets them. */
  variables?: Readonly<Record<string, string>>;
}

/**
 * Builds a Go program into a directory.
 *
 * A module of our own requires the program's module, because `go install module@version` refuses modules with replace
 * directives. Minimal version selection picks the same dependencies each time and the checksum database vouches for
 * them, so nothing has to be checked in.
 *
 * @throws CommandFailedError when there is no Go, or a download or the build fails
 */
export async function goBuild(program: GoProgram, directory: string): Promise<void> {
  await goVersion();
  const workspace = await mkdtemp(join(tmpdir(), `atlas-iac-go-${program.name}-`));
  try {
    await withProgress(
      `building ${program.name} ${program.version} with Go (a few minutes, first time only)`,
      async () => {
        await writeFile(join(workspace, "go.mod"), goMod(program));
        const go = { cwd: workspace, env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off", CGO_ENABLED: "0" } };
        await runOrThrow("go", ["get", `${program.package}@${program.version}`], go);
        await runOrThrow(
          "go",
          // Two compilers at once: more of them starve whatever else the machine does.
          [
            "build",
            "-p",
            "2",
            "-trimpath",
            "-ldflags",
            linkerFlags(program),
            "-o",
            join(directory, program.name),
            program.package,
          ],
          go,
        );
      },
    );
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

function goMod({ module, version, replacements = {} }: GoProgram): string {
  const replace = Object.entries(replacements).map(([path, at]) => `replace ${path} => ${path} ${at}\n`);
  return `module atlas-iac.invalid/engines\n\ngo 1.25.0\n\nrequire ${module} ${version}\n\n${replace.join("")}`;
}

function linkerFlags({ variables = {} }: GoProgram): string {
  return ["-s", "-w", ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}

async function goVersion(): Promise<string> {
  try {
    return (await runOrThrow("go", ["env", "GOVERSION"])).trim();
  } catch (error) {
    throw new CommandFailedError("go env GOVERSION", "Go is not installed or not on PATH", "", error);
  }
}

/** Runs a freshly built program once, so that one that cannot start here never reaches the cache. */
export async function mustStart(command: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, { timeoutMs: 60_000 });
  if (exitCode !== 0) throw new CommandFailedError([command, ...args].join(" "), `exit code ${exitCode}`, stderr);
  return stdout;
}
