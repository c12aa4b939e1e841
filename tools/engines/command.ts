import { spawn } from "node:child_process";
import { CommandFailedError } from "./errors";

/** How a command is run. */
export interface CommandOptions {
  cwd?: string;
  /** The whole environment of the child; ours when absent. */
  env?: NodeJS.ProcessEnv;
  /** Written to standard input, which is then closed. */
  input?: string;
  /** Milliseconds after which the child is killed. No limit when absent. */
  timeoutMs?: number;
}

/** What a command that ran to its end left. */
export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program without a shell and gathers its output. A non-zero exit code is an answer, not an error.
 *
 * @throws CommandFailedError when it cannot be started, is killed by a signal, or does not end in time
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const commandLine = [command, ...args].join(" ");
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: "pipe" });
    const output = { stdout: "", stderr: "" };
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill("SIGKILL");
          }, options.timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output.stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output.stderr += chunk;
    });
    // A child that ends without reading its input breaks the pipe; its exit code tells the story.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new CommandFailedError(commandLine, "could not be started", error.message, error));
    });
    child.on("close", (exitCode, signal) => {
      clearTimeout(timer);
      if (exitCode !== null) {
        resolve({ exitCode, ...output });
        return;
      }
      const outcome = timedOut ? `no end within ${(options.timeoutMs ?? 0) / 1000} s` : `signal ${signal}`;
      reject(new CommandFailedError(commandLine, outcome, output.stderr));
    });
  });
}

/**
 * Runs a program that must succeed.
 *
 * @returns its standard output
 * @throws CommandFailedError with the end of its output when the exit code is not 0
 */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, options);
  if (exitCode !== 0) {
    throw new CommandFailedError([command, ...args].join(" "), `exit code ${exitCode}`, `${stdout}\n${stderr}`);
  }
  return stdout;
}
