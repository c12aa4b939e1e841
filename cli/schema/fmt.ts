import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { engine } from "../../provider/schema/engine/engine";
import { SchemaSourceError } from "../../provider/schema/errors";
import { sourceText } from "../../provider/schema/source-files";
import { withoutEffect } from "./formerly";
import { action, type Io } from "./io";

/** `schema fmt`: brings HCL files into the usual layout, and names those that it changed. */
export function registerFmt(schema: Command, io: Io): void {
  const command = schema
    .command("fmt")
    .description("bring HCL files into the usual layout; print the names of those that were changed")
    .argument("[paths...]", "files, and directories of files (default: the current directory)")
    .action(action(io, (paths: string[]) => fmt(paths.length > 0 ? paths : ["."], io)));
  for (const flags of ["-c, --config <url>", "--env <name>", "--var <name=value>"]) withoutEffect(command, flags);
}

/** The HCL files that a path names: itself, or those in it, not those further below. */
async function filesAt(given: string): Promise<string[]> {
  try {
    const names = (await stat(given)).isDirectory()
      ? (await readdir(given, { withFileTypes: true }))
          .filter((entry) => !entry.isDirectory())
          .map(({ name }) => path.join(given, name))
          .sort()
      : [given];
    return names.filter((name) => name.endsWith(".hcl"));
  } catch (cause) {
    throw new SchemaSourceError(`no such file or directory: ${given}`, undefined, {
      cause,
      hint: "Name .hcl files, or directories that hold some.",
    });
  }
}

async function fmt(paths: readonly string[], io: Io): Promise<void> {
  const changed = new Map<string, string>();
  // All are read before the first is written: one that cannot be understood leaves none half-way.
  for (const file of (await Promise.all(paths.map(filesAt))).flat()) {
    const text = sourceText(file, await readFile(file));
    const formatted = await engine.formatHcl(file, text);
    if (formatted !== text) changed.set(file, formatted);
  }
  for (const [file, text] of changed) {
    await writeFile(file, text);
    io.out(`${file}\n`);
  }
}
