import { createInterface } from "node:readline/promises";
import { isAtlasIacError } from "../../sdk/model/errors";

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
    if (!process.stdin.isTTY) return false;
    const prompt = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await prompt.question(`${question} [y/N] `);
    prompt.close();
    return /^y(es)?$/i.test(answer.trim());
  },
  exit: (code) => {
    process.exitCode = code;
  },
};

/** Wraps an action: what it throws on purpose is told in words, with exit code 1. */
export function action<Args extends unknown[]>(io: Io, work: (...args: Args) => Promise<void>) {
  return async (...args: Args): Promise<void> => {
    try {
      await work(...args);
    } catch (error) {
      if (!isAtlasIacError(error)) throw error;
      io.err(`Error: ${error.describe()}\n`);
      io.exit(1);
    }
  };
}
