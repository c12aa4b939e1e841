import { Command } from "commander";
import { type CommandEntry, commands } from "./commands";
import { packageVersion } from "./package-root";
import { absenceOf } from "./unbuilt";

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
    .configureOutput({
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      outputError: (text, write) => write(told(text)),
    })
    .showHelpAfterError("(--help says what there is)");
  for (const entry of commands) await add(program, entry, load(entry.name));
  return program;
}

/** What is wrong with arguments, in the parser's words unless we know better; begun as all errors are. */
function told(text: string): string {
  const message = text.replace(/^error: /, "");
  const absence = absenceOf("atlas-iac", message);
  return `Error: ${absence === undefined ? message : `${message.split("\n", 1)[0]}\n  ${absence}\n`}`;
}

/**
 * Arguments as the parser needs them to help: `help schema apply` is `schema apply --help`, and so is `schema` alone, which has
 * nothing else to do. Who asks for help on what there is not is told so.
 */
export function helpAsFlag(program: Command, args: readonly string[]): readonly string[] {
  const words = args.filter((arg) => arg !== "--verbose");
  const asked = words[0] === "help" && words.length > 1;
  const path = asked ? words.slice(1) : words;
  let command: Command | undefined = program;
  for (const word of path) command = command?.commands.find((one) => one.name() === word);
  if (!asked) return command && command !== program && command.commands.length > 0 ? [...args, "--help"] : args;
  return command ? [...path, "--help"] : path;
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
