import { writeFile } from "node:fs/promises";
import { fileError } from "../errors";
import { describeRemarks } from "./remarks";
import type { Program } from "./source";

/**
 * Writes a program to a file or to standard output, and its remarks to standard error.
 * @throws FileError when the file is there already, unless `force` is given
 */
export async function writeProgram(
  { text, remarks }: Program,
  { output, force }: { output?: string; force?: boolean },
): Promise<void> {
  if (output === undefined) process.stdout.write(text);
  else {
    await writeFile(output, text, { flag: force ? "w" : "wx" }).catch((error: unknown) => {
      throw fileError("write", output, error);
    });
    process.stderr.write(`${output} is written.\n`);
  }
  process.stderr.write(describeRemarks(remarks));
}
