import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type DevWork,
  refuseOtherKind,
  withDevDatabase,
  withNamedDevDatabase,
} from "../../provider/schema/dev/dev-database";
import type { Session } from "../../provider/schema/drivers/session";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import { DatabaseUrlError, SchemaSourceError } from "../../provider/schema/errors";
import { readingPastLocks } from "../../provider/schema/execute/reading";
import { withWatchedSession } from "../../provider/schema/execute/watched-session";
import { durationOf, EXEC_ORDERS, TX_MODES } from "../../provider/schema/project/settings";
import { isAtlasIacError } from "../../sdk/model/errors";
import { absenceOf } from "../unbuilt";
import { csv } from "./csv";
import { desiredOf, isFiles, type ProjectContext } from "./project";

/** A flag that can be given several times, and holds a list each time. */
export function list(value: string, before: string[] = []): string[] {
  return [...before, ...csv(value)];
}

/** A duration as Go writes it: `10s`, `1m30s`, `500ms`. In milliseconds. */
export function duration(text: string): number {
  try {
    return durationOf(text);
  } catch (error) {
    throw isAtlasIacError(error) ? new InvalidArgumentError(error.describe()) : error;
  }
}

/** A flag that takes one of several words; `unknown` begins what is said of others. */
function choice(flag: string, description: string, words: readonly string[], unknown: string): Option {
  return new Option(flag, `${description}: ${words.join(", ")} (default: ${words[0]})`).argParser((word: string) => {
    if (words.includes(word)) return word;
    throw new InvalidArgumentError(`${unknown} ${JSON.stringify(word)}\n  Known are ${words.join(", ")}.`);
  });
}

export const txModeOption = () => choice("--tx-mode <mode>", "transactions", TX_MODES, "unknown tx-mode");

export const execOrderOption = () =>
  choice("--exec-order <order>", "files added out of order", EXEC_ORDERS, "unknown execution order:");

/** Says what is wrong with flags in the words that scripts for Atlas know. */
export function speakAtlas(command: Command): Command {
  return command.showHelpAfterError(false).configureOutput({
    outputError: (text, write) => write(inAtlasWords(command.name(), text)),
  });
}

const WORDS: [RegExp, string][] = [
  [/^unknown option '(.*?)'$/s, "unknown flag: $1"],
  [/^unknown option '(.*?)'\n\((.*)\)$/s, "unknown flag: $1\n  $2"],
  [/^unknown command '(.*?)'/s, 'unknown command "$1"'],
  [/^option '(?:-\w, )?(--[\w-]+)(?: .*?)?' argument missing$/s, "flag needs an argument: $1"],
  [/^(?:option|command-argument) .*? is invalid(?: for argument '\w+')?\. ((?:unknown|invalid) .*)$/s, "$1"],
  [/^option '(?:-\w, )?(--[\w-]+).*?' argument '(.*)' is invalid\. (.*)$/s, 'invalid argument "$2" for "$1" flag: $3'],
];

function inAtlasWords(group: string, text: string): string {
  const message = text.replace(/^error: /, "").trimEnd();
  const absence = absenceOf(group, message);
  if (absence !== undefined) return `Error: ${inWords(message.split("\n", 1)[0] ?? "")}\n  ${absence}\n`;
  return `Error: ${inWords(message)}\n`;
}

function inWords(message: string): string {
  const found = WORDS.find(([pattern]) => pattern.test(message));
  return found ? message.replace(...found) : message;
}

/** Runs work with an empty database of its own. */
export type WithDev = <T>(work: DevWork<T>) => Promise<T>;

/** The dev database that `--dev-url` names, else the one that is built in for the kind of a database that takes part. */
export function devDatabase(devUrl: string | undefined, target?: Session): WithDev {
  return async (work) => {
    if (devUrl) {
      if (target) refuseOtherKind(target, parseDatabaseUrl(devUrl));
      return withNamedDevDatabase(devUrl, work);
    }
    if (target) return withDevDatabase(target, {}, work);
    throw new DatabaseUrlError("--dev-url cannot be empty: files are read by way of a dev database", {
      hint: "Give the URL of an empty database of the kind the files are for; for SQLite, sqlite://dev?mode=memory.",
    });
  };
}

/**
 * Opens what a URL names for reading: a database, or files by way of the dev database. Work on a database is done again where it
 * waited for a lock in vain.
 */
export async function withState<T>(
  urls: readonly string[],
  withDev: WithDev,
  context: ProjectContext,
  work: (session: Session, desired: Awaited<ReturnType<typeof desiredOf>> | undefined) => Promise<T>,
): Promise<T> {
  const [first] = urls;
  if (first === undefined) throw new SchemaSourceError("no URL was given", undefined, { hint: "Give --url." });
  if (!isFiles(first)) {
    return withWatchedSession(first, { absentFile: "refuse" }, undefined, (session, watch) =>
      readingPastLocks([{ session, watch }], () => work(session, undefined)),
    );
  }
  const desired = await desiredOf(urls, context);
  return withDev((dev) => work(dev, desired));
}
