#!/usr/bin/env node
import { plainFlags, projectFlagsBehind } from "./arguments";
import { codeOf } from "./errors";
import { exitCodes } from "./exit-codes";
import { refuseOldNode } from "./node-version";
import { printError } from "./print-error";
import { createProgram, helpAsFlag, isNamedIn } from "./program";

async function main(given: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endOfPipe);
  const args = projectFlagsBehind(given);
  try {
    refuseOldNode(process.versions.node);
    const program = await createProgram(isNamedIn(args));
    await program.parseAsync([...helpAsFlag(program, plainFlags(program, args))], { from: "user" });
  } catch (error) {
    printError(error, args.includes("--verbose"));
    process.exitCode = exitCodes.failed;
  }
}

/** Whoever read what is printed, `head` for example, has seen enough. */
function endOfPipe(error: Error): void {
  if (codeOf(error) === "EPIPE") process.exit(exitCodes.pipeClosed);
  throw error;
}

void main(process.argv.slice(2));
