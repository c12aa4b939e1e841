import { accessSync, constants } from "node:fs";
import { delimiter, join, sep } from "node:path";

/** Whether the file is there and may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds a program on PATH.
 *
 * The launchers that npm puts into `node_modules/.bin` do not count: the one of the package `pulumi` downloads the real
 * program when it is run, which is a later way, to be tried with a limit of time.
 */
export function onPath(name: string, path = process.env.PATH ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== "" && !directory.includes(`node_modules${sep}.bin`))
    .map((directory) => join(directory, name))
    .find(isExecutable);
}
