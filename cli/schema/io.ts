import { createInterface } from "node:readline/promises";
import { AtlasIacError, isAtlasIacError } from "../../sdk/model/errors";
import { exitCodes } from "../exit-codes";
import { describeWithFlags } from "./flag-hints";

/** Somebody pressed Ctrl-C. */
export class InterruptedError extends AtlasIacError {
  readonly code = "Interrupted";
}

/** Where a command reads and writes: the terminal, or a test. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Asks whether to go on. Without a terminal, there is nobody to ask. */
  confirm(question: string): Promise<boolean>;
  exit(code: number): void;
}

export const terminal: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  async confirm(question) {
    return process.stdin.isTTY ? ask(question, process.stdin, process.stdout) : false;
  },
  exit: (code) => {
    process.exitCode = code;
  },
};

/** Asks on a terminal. The end of the input, Ctrl-D, is a no. @throws InterruptedError on Ctrl-C */
export async function ask(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
  const prompt = createInterface({ input, output, terminal: true });
  const closed = new AbortController();
  prompt.once("close", () => closed.abort());
  let interrupted = false;
  prompt.once("SIGINT", () => {
    interrupted = true;
    prompt.close();
  });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `, { signal: closed.signal })).trim());
  } catch (error) {
    if (!closed.signal.aborted) throw error;
    output.write("\n");
    if (interrupted) throw new InterruptedError("interrupted; nothing was changed");
    return false;
  } finally {
    prompt.close();
  }
}

/** Wraps an action: what it throws on purpose is told in words, with exit code 1. */
export function action<Args extends unknown[]>(io: Io, work: (...args: Args) => Promise<void>) {
  return async (...args: Args): Promise<void> => {
    try {
      await work(...args);
    } catch (error) {
      if (!isAtlasIacError(error)) throw error;
      io.err(`Error: ${describeWithFlags(error)}\n`);
      io.exit(error instanceof InterruptedError ? exitCodes.interrupted : exitCodes.failed);
    }
  };
}
