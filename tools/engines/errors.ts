import { AtlasIacError } from "../../sdk/model/errors";

/** One way of getting an engine that was tried, and why it did not work. */
export interface Attempt {
  /** What was tried, as `pulumi on PATH`. */
  way: string;
  /** Why it failed, without a stack. */
  reason: string;
}

/** A real engine that the tests or the quickstart drive cannot be had on this machine. Names every way that was tried. */
export class EngineUnavailableError extends AtlasIacError {
  readonly code = "EngineUnavailable";

  constructor(
    /** The engine's name, as in `describeWithEngine("pulumi", …)`. */
    readonly engine: string,
    readonly attempts: readonly Attempt[],
    hint: string,
    cause?: unknown,
  ) {
    super(`${engine} cannot be had here:\n${attempts.map(({ way, reason }) => `  - ${way}: ${reason}`).join("\n")}`, {
      hint,
      cause,
    });
  }
}

/** A command that a tool needs ended badly. Carries the end of its output. */
export class CommandFailedError extends AtlasIacError {
  readonly code = "CommandFailed";

  constructor(
    /** The command line, without the environment. */
    readonly commandLine: string,
    /** `exit code 2`, `signal SIGKILL`, `no answer within 5 s`. */
    readonly outcome: string,
    output: string,
    cause?: unknown,
  ) {
    super(`${commandLine} failed (${outcome})${output.trim() === "" ? "" : `:\n${lastLines(output, 20)}`}`, { cause });
  }
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/** The first line of whatever was thrown: enough to list as the reason of an attempt. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? message;
}
