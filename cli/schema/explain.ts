import type { Command } from "commander";
import { describeExamples, describeExitCodes } from "../exit-codes";

/** What the help of a command says below its options. */
export interface Usage {
  /** Command lines, and what they are for. */
  examples: readonly (readonly [command: string, meaning: string])[];
  /** What the process ends with. */
  codes: Readonly<Record<number, string>>;
  /** Functions that a template of `--format` has beside those of Go. */
  functions?: readonly string[];
}

/** Of commands that only read. */
export const READS: Usage["codes"] = { 0: "done", 1: "it failed" };

/** Of commands that change a database, and can be stopped at it. */
export const CHANGES: Usage["codes"] = {
  0: "done, or there was nothing to do",
  1: "it failed, was refused, or was not approved",
  130: "interrupted with Ctrl-C",
};

/** Adds to the help of each command of a group what holds for its flags, examples and exit codes. */
export function explain(group: Command, usages: Readonly<Record<string, Usage>>): void {
  for (const command of group.commands) {
    const usage = usages[command.name()];
    if (!usage) throw new Error(`the help of ${group.name()} ${command.name()} has no examples`);
    const notes = notesOf(command, usage).join("\n");
    command.addHelpText(
      "after",
      `${notes && `\n${notes}\n`}${describeExamples(usage.examples)}${describeExitCodes(usage.codes)}`,
    );
  }
}

/** Placeholders of flags that hold lists. */
const LISTS = /<(?:urls|names|patterns)>/;

function notesOf(command: Command, { functions }: Usage): string[] {
  const notes: string[] = [];
  const lists = command.options.filter(({ flags, hidden }) => LISTS.test(flags) && !hidden).map(({ long }) => long);
  if (lists.length > 0) notes.push(`Can be given several times, or hold several with commas: ${lists.join(", ")}.`);
  if (command.options.some(({ long }) => long === "--env")) {
    notes.push(
      "With --env, flags that are not given come from that environment; env://url, env://dev, env://src",
      "and env://name stand for its attributes.",
    );
  }
  if (functions) {
    const own = functions.length > 0 ? `, ${functions.join(", ")}` : "";
    notes.push(`Templates of --format are those of Go, with its functions${own}, json and json_merge.`);
  }
  return notes;
}
