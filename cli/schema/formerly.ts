import { type Command, Option } from "commander";

/**
 * Takes a flag that the official command line once had under another name, and still takes; not shown in the help, as there.
 *
 * @param now the attribute of the flag that it became
 * @param parse how its value is read
 */
export function formerly<T>(
  command: Command,
  flags: string,
  now: string,
  parse?: (value: string, before?: T) => T,
): Command {
  const option = new Option(flags).hideHelp().conflicts(now);
  if (parse) option.argParser(parse);
  const name = option.attributeName();
  return command.addOption(option).hook("preAction", (called) => {
    const value: unknown = called.getOptionValue(name);
    if (value !== undefined) called.setOptionValue(now, value);
  });
}

/** Takes a flag that has no effect, there neither; not shown in the help. */
export function withoutEffect(command: Command, flags: string): Command {
  return command.addOption(new Option(flags).hideHelp());
}
