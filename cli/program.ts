import { Command } from "commander";
import { type CommandEntry, commands } from "./commands";
import { packageVersion } from "./package-root";

/** Help is as wide everywhere, so that the documentation can quote it. */
const helpWidth = 100;

/**
 * The command line with all its commands. Only those that `load` accepts have their options: to print the version, or to list the
 * commands, none need be loaded.
 */
export async function createProgram(load: (name: string) => boolean): Promise<Command> {
  const program = new Command("atlas-iac")
    .description("MongoDB Atlas and database schemas from declarations: checks, plans and local tools.")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--verbose", "print the causes of errors too")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .configureHelp({ helpWidth, showGlobalOptions: true, subcommandTerm: (command) => command.name() })
    .configureOutput({ getOutHelpWidth: () => helpWidth, getErrHelpWidth: () => helpWidth })
    .showHelpAfterError("(--help says what there is)");
  for (const entry of commands) await add(program, entry, load(entry.name));
  return program;
}

async function add(program: Command, { name, description, load }: CommandEntry, loaded: boolean): Promise<void> {
  if (loaded) (await load()).register(program);
  else program.command(name).description(description);
}

/** Whether arguments name a command, or ask for its help. */
export function isNamedIn(args: readonly string[]): (name: string) => boolean {
  const words = args.filter((arg) => !arg.startsWith("-"));
  const [first] = words[0] === "help" ? words.slice(1) : words;
  return (name) => name === first;
}
