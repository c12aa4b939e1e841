import { Command } from "commander";
import { register as registerMigrate } from "../../../cli/migrate";
import { register as registerSchema } from "../../../cli/schema";

/** What a command printed, and how it ended. */
export interface Outcome {
  out: string;
  err: string;
  code: number;
}

/** A command that ran here. */
export interface CommandRun extends Outcome {
  /** What somebody with a terminal would see of its progress; absent where it told of none. */
  progress?: string;
}

/** Runs `schema …` or `migrate …` in this process, as somebody would who has no terminal. */
export async function runCommand(...args: string[]): Promise<CommandRun> {
  const outcome: CommandRun = { out: "", err: "", code: 0 };
  const io = {
    out: (text: string) => {
      outcome.out += text;
    },
    freshLine: () => {
      if (outcome.out !== "" && !outcome.out.endsWith("\n")) outcome.out += "\n";
    },
    err: (text: string) => {
      outcome.err += text;
    },
    progress: (text: string) => {
      outcome.progress = (outcome.progress ?? "") + text;
    },
    confirm: async () => false,
    exit: (code: number) => {
      outcome.code = code;
    },
  };
  const program = new Command("atlas-iac").exitOverride().configureOutput({ writeErr: io.err, writeOut: io.out });
  registerSchema(program, io);
  registerMigrate(program, io);
  await program.parseAsync(args, { from: "user" }).catch((error: unknown) => {
    if (!(error instanceof Error && "exitCode" in error)) throw error;
    outcome.code = Number(error.exitCode);
  });
  return outcome;
}
