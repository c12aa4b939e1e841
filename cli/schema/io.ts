import { createInterface } from "node:readline/promises";
import { AtlasIacError, isAtlasIacError } from "../../sdk/model/errors";
import { exitCodes } from "../exit-codes";
import { describeWithFlags } from "./flag-hints";

/** Somebody pressed Ctrl-C. */
export class InterruptedError extends AtlasIacError {
  readonly code = "Interrupted";
}

/** A command failed and has said so itself: nothing is told beside it, and nothing that was to follow begins. */
export class ToldError extends AtlasIacError {
  readonly code = "Told";

  constructor(readonly exitCode: number) {
    super("the command has told why it failed");
  }
}

/** Where a command reads and writes: the terminal, or a test. */
export interface Io {
  out(text: string): void;
  /** Ends the last line of the output, where it has not ended. */
  freshLine(): void;
  err(text: string): void;
  /** Says what only somebody who watches wants to know. Nothing where nobody does. */
  progress(text: string): void;
  /** Asks whether to go on. Without a terminal, there is nobody to ask. */
  confirm(question: string): Promise<boolean>;
  exit(code: number): void;
}

let lineIsOpen = false;

export const terminal: Io = {
  out: (text) => {
    if (text !== "") lineIsOpen = !text.endsWith("\n");
    process.stdout.write(text);
  },
  freshLine: () => {
    if (lineIsOpen) terminal.out("\n");
  },
  err: (text) => process.stderr.write(text),
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(text);
  },
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
      if (error instanceof ToldError) return io.exit(error.exitCode);
      io.err(`Error: ${describeWithFlags(error)}\n`);
      io.exit(error instanceof InterruptedError ? exitCodes.interrupted : exitCodes.failed);
    }
  };
}
