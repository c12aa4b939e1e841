import type { Command, Option } from "commander";
import { OptionError } from "./errors";

/** The groups whose commands take the flags of projects, as those of the Atlas command line do: in front of them, too. */
const GROUPS = ["schema", "migrate"];
const PROJECT_FLAG = /^(?:-c|--(?:config|env|var|atlas-command))(=.*)?$/s;

/**
 * Puts the flags of projects that stand in front of a command of `schema` or `migrate` behind it: `migrate --env prod apply` is
 * `migrate apply --env prod`. Scripts for the Atlas command line write both.
 */
export function projectFlagsBehind(args: readonly string[]): readonly string[] {
  const words: string[] = [];
  const flags: string[] = [];
  let at = 0;
  for (; at < args.length && words.length < 2; at++) {
    const arg = args[at] ?? "";
    const flag = PROJECT_FLAG.exec(arg);
    if (flag) flags.push(...args.slice(at, flag[1] === undefined ? ++at + 1 : at + 1));
    else if (arg.startsWith("-") && arg !== "--verbose") break;
    else if (arg === "--verbose") flags.push(arg);
    else words.push(arg);
  }
  return GROUPS.includes(words[0] ?? "") && flags.length > 0 ? [...words, ...flags, ...args.slice(at)] : args;
}

const TRUTHS = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((word) => [word, false] as const),
]);

/**
 * Flags as the parser knows them, of those that scripts for the Atlas command line can have: `--dry-run=true` is `--dry-run`,
 * `--dry-run=false` is nothing, and `-u=url` is `-u url`.
 *
 * @throws OptionError for what is neither true nor false
 */
export function plainFlags(program: Command, args: readonly string[]): readonly string[] {
  const options = optionsFor(program, args);
  const parts: { option?: Option; args: readonly string[] }[] = [];
  const switched = new Map<Option, boolean>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--") {
      parts.push({ args: args.slice(at) });
      break;
    }
    const [name = ""] = arg.split("=", 1);
    const value = arg.length > name.length ? arg.slice(name.length + 1) : undefined;
    const option = options.find(({ long, short }) => name === long || name === short);
    if (option?.required) {
      if (value === undefined) parts.push({ args: args.slice(at, ++at + 1) });
      else parts.push({ args: name === option.short ? [name, value] : [arg] });
    } else if (option?.isBoolean()) {
      switched.set(option, value === undefined || truthOf(value, name));
      parts.push({ option, args: [name] });
    } else parts.push({ args: [arg] });
  }
  // What was said of a flag last is what holds.
  return parts.flatMap(({ option, args }) => (option && switched.get(option) === false ? [] : args));
}

function truthOf(value: string, flag: string): boolean {
  const truth = TRUTHS.get(value);
  if (truth !== undefined) return truth;
  throw new OptionError(`invalid argument ${JSON.stringify(value)} for ${JSON.stringify(flag)} flag`, {
    hint: `It is true or false; ${flag} alone is true.`,
  });
}

function optionsFor(program: Command, args: readonly string[]): readonly Option[] {
  let command = program;
  const options = [...program.options];
  for (const word of args) {
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
    options.push(...command.options);
  }
  return options;
}
