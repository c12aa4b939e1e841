import { spawn } from "node:child_process";
import { AtlasIacError } from "../../../sdk/model/errors";

/** A program could not be started, or did not end in time. */
export class ProgramError extends AtlasIacError {
  readonly code = "ProgramFailed";
}

export interface ProgramOptions {
  cwd?: string;
  /** The whole environment; this process's own when absent. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is asked to end, and killed when it does not. Absent: it may take as long as it takes. */
  timeoutMs?: number;
  /** Ends it in the same way when aborted. */
  signal?: AbortSignal;
}

export interface ProgramResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** How long a program that was asked to end may take for it. Milliseconds. */
const GRACE_MS = 5_000;

/**
 * Runs a program without a shell. An exit code is an answer, not an error.
 * @throws ProgramError when it cannot be started, is killed, or does not end in time; the signal's reason
 */
export function runProgram(
  file: string,
  args: readonly string[],
  { cwd, env, timeoutMs, signal }: ProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    let late = false;
    let forced: NodeJS.Timeout | undefined;
    const interrupt = () => {
      // It rolls back and lets go of its locks when it is interrupted.
      child.kill("SIGINT");
      forced ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    };
    const expire = () => {
      late = true;
      interrupt();
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs);
    signal?.addEventListener("abort", interrupt, { once: true });
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        said[stream] += chunk;
      });
    }
    const over = () => {
      clearTimeout(timer);
      clearTimeout(forced);
      signal?.removeEventListener("abort", interrupt);
    };
    child.on("error", (cause) => {
      over();
      reject(new ProgramError(`${file} cannot be started: ${cause.message}`, { cause }));
    });
    child.on("close", (exitCode, killedBy) => {
      over();
      if (signal?.aborted) reject(signal.reason);
      else if (late)
        reject(new ProgramError(`${file} ${args.slice(0, 2).join(" ")} did not end within ${timeoutMs} ms`));
      else if (exitCode === null) reject(new ProgramError(`${file} was ended by ${killedBy}`));
      else resolve({ exitCode, ...said });
    });
  });
}
