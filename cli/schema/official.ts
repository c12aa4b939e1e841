import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "commander";
import { atlasProgram } from "../../provider/schema/command/program";
import { displayForeignUrl, isForeignUrl, kindOfForeignUrl } from "../../provider/schema/drivers/foreign-url";
import type { Io } from "./io";

/** Flags of ours that the official command line does not know, and whether they have a value. */
const OWN_FLAGS: Readonly<Record<string, boolean>> = { "--atlas-command": true, "--verbose": false };

/** The URL among the flags of a command that only the official command line serves: of its other drivers, or of its registry. */
export function foreignAmong(flags: Readonly<Record<string, unknown>>): string | undefined {
  const given = ["url", "devUrl", "from", "to", "dir"].flatMap((name) => flags[name] ?? []);
  return given.find((url): url is string => typeof url === "string" && (isForeignUrl(url) || /^atlas:\/\//.test(url)));
}

/** Hands a whole command over to the official command line, which then reads and writes the terminal itself. */
export async function handOver(url: string, command: Command, named: string | undefined, io: Io): Promise<void> {
  const place = displayForeignUrl(url);
  const what = kindOfForeignUrl(url);
  const program = await atlasProgram(what ? `${place} is a database of ${what}` : `${place} is in Atlas Cloud`, named);
  io.err(`Note: ${place} is served by ${program.file}\n`);
  io.exit(await onTerminal(program.file, argumentsOf(command)));
}

/** Runs a program on this terminal. Answers its exit code. */
function onTerminal(file: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: "inherit" });
    child.once("error", reject);
    // As a shell says that a signal ended it.
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** What was written on the command line from `schema` or `migrate` on, without flags of ours. */
function argumentsOf(command: Command): string[] {
  let root = command;
  const path: string[] = [];
  for (; root.parent; root = root.parent) path.unshift(root.name());
  const given: unknown = Reflect.get(root, "rawArgs");
  const all = Array.isArray(given) ? given.map(String) : [];
  const args = all.slice(all.indexOf(path[0] ?? ""));
  return args.filter((arg, index) => {
    const [flag = ""] = arg.split("=", 1);
    const before = args[index - 1] ?? "";
    return !(flag in OWN_FLAGS) && !(OWN_FLAGS[before] === true);
  });
}
