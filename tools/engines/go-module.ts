import { runCommand } from "./command";
import { CommandFailedError } from "./errors";

/** Where Go keeps what it downloaded of a module. */
export interface GoModule {
  /** Absolute path of its files, which are read-only. */
  directory: string;
  /** Absolute path of its go.mod. */
  goMod: string;
}

/**
 * Downloads a published Go module into Go's own cache, unless it is there; the checksum database vouches for it.
 *
 * @param version as `v1.34.4`
 * @throws CommandFailedError when there is no Go, or the module cannot be had
 */
export async function goModule(module: string, version: string, cwd?: string): Promise<GoModule> {
  const args = ["mod", "download", "-json", `${module}@${version}`];
  const { exitCode, stdout, stderr } = await runCommand("go", args, { cwd });
  if (exitCode !== 0) throw new CommandFailedError(`go ${args.join(" ")}`, `exit code ${exitCode}`, stdout || stderr);
  const { Dir, GoMod } = JSON.parse(stdout) as { Dir: string; GoMod: string };
  return { directory: Dir, goMod: GoMod };
}
